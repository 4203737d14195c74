import type { ListAnswer, ToTell } from '../../records/marketing/tell-list';
import { type SendGridAccount, sendGridClients } from '../messaging/sendgrid-client';
import { answerWithinMs, type ListTeller } from './list-tellers';

/**
 * SendGrid's suppression groups: an address is added, and the group is asked whether it has it. Adding one twice is no
 * fault there.
 */
export function createSendGridGroups(account: SendGridAccount): ListTeller<'sendgrid-group'> {
  const { client } = sendGridClients(account, answerWithinMs);

  const post = (url: string, emails: readonly string[]) =>
    client.request({ method: 'POST', url, body: { recipient_emails: emails } });

  return async ({ groupId }, toTell) => {
    const emails = emailsOf(toTell);
    const suppressions = `/v3/asm/groups/${groupId}/suppressions`;
    try {
      await post(suppressions, emails);
    } catch (error) {
      return { kind: 'not-told', because: codeOf(error) };
    }
    return readBack(() => post(`${suppressions}/search`, emails), emails);
  };
}

const emailsOf = ({ addresses }: ToTell): readonly string[] =>
  addresses.filter(({ channel }) => channel === 'email').map(({ address }) => address);

/** A group that was told and does not answer is asked again when it is told again. */
async function readBack(
  search: () => Promise<readonly [{ readonly body: unknown }, unknown]>,
  emails: readonly string[],
): Promise<ListAnswer> {
  try {
    const [{ body }] = await search();
    const inGroup = new Set((Array.isArray(body) ? body : []).map((email) => String(email).toLowerCase()));
    return { kind: emails.every((email) => inGroup.has(email.toLowerCase())) ? 'has-it' : 'told' };
  } catch {
    return { kind: 'told' };
  }
}

/** SendGrid's refusal has a number as its code, a broken connection a word. */
const codeOf = (error: unknown): string => String((error as { readonly code?: number | string }).code ?? 'unknown');

import { agreeToMarketing } from '../../records/marketing/consents';
import { addList } from '../../records/marketing/lists';
import { recordOptOut } from '../../records/marketing/opt-outs';
import { heedItself, type Work } from '../../records/work';

/** Consents, lists and opt-outs carried by their records alone. */

/** A platform that is told by webhook. */
export const aPlatform = {
  kind: 'webhook',
  url: 'https://platform.example/opt-outs',
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
} as const;
export const aGroup = { kind: 'sendgrid-group', groupId: 4711 } as const;

/** What somebody agreed to by ticking a box themselves. */
export const ticked = (at: Date) => ({ at, wording: 'Send me news of courses.', source: 'person' }) as const;

/** Somebody agreed, and wants no more of it, which a list has yet to hear: each table of marketing's core has a row. */
export async function wholeOptOut(work: Work, clientId: string): Promise<string> {
  await addList(work, heedItself, { name: 'Newsletter', target: aPlatform });
  const evidence = ticked(new Date(work.at.getTime() - 60_000));
  await agreeToMarketing(work, heedItself, { clientId, channel: 'email', topics: ['courses'], evidence });
  const optOut = { whom: { clientId }, source: 'phone', receivedAt: work.at };
  return (await recordOptOut(work, heedItself, optOut)).id;
}

/** Somebody is reached elsewhere from now on. */
export async function changeAddresses(
  work: Work,
  clientId: string,
  changes: { readonly email?: string; readonly mobile?: string },
): Promise<void> {
  const { sealed } = await work.db.client.findUniqueOrThrow({ where: { id: clientId } });
  const words = { ...(await work.open<object>(clientId, sealed)), ...changes };
  const indexes = {
    ...(changes.email === undefined ? {} : { emailIndex: work.index(changes.email) }),
    ...(changes.mobile === undefined ? {} : { mobileIndex: work.index(changes.mobile) }),
  };
  const data = { ...indexes, sealed: await work.seal(clientId, words) };
  await work.db.client.update({ where: { id: clientId }, data });
}

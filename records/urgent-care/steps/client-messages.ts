import type { RecipientName, Tier } from '../../../workflows/urgent-care/words';
import { clientWords, organisationOf } from '../../people';
import type { Work } from '../../work';
import type { CaseRow } from '../case-row';
import type { NewDispatch } from '../dispatches';
import { recipientLabelsForClient, tierLabels } from '../labels';
import type { Letter, SharedItem, ToClient, WrittenChannel } from '../letters';

/** One message a channel that is safe for the client. A "never" is obeyed, in urgent care too. domain.md §1 */
export async function messagesToClient(
  work: Work,
  theCase: CaseRow,
  template: string,
  write: (channel: WrittenChannel, facts: ToClient, link: string) => Letter,
  link?: 'client' | 'afterwards',
): Promise<readonly NewDispatch[]> {
  const { held, mobile, email, country, safeContact } = await clientWords(work, theCase.clientId);
  if (held) return [];
  const { senderName, callbackNumber } = await organisationOf(work);
  const facts: ToClient = { senderName, callbackNumber, country };
  const ways: readonly { channel: WrittenChannel; to: string | null }[] = [
    { channel: 'sms', to: safeContact.sms ? mobile : null },
    { channel: 'email', to: safeContact.email ? email : null },
  ];
  return ways.flatMap(({ channel, to }) => {
    if (to === null) return [];
    const message: NewDispatch = {
      part: template,
      template,
      audience: 'client',
      channel,
      to,
      write: (address) => write(channel, facts, address),
      ...(link ? { link } : {}),
    };
    return [message];
  });
}

/** The rows of domain.md §3.4 as the client is told them. */
const basisOf: Readonly<Record<number, string>> = {
  1: 'you agreed to it',
  2: 'your plan permits it in an emergency',
  3: 'you could not decide at that moment, and it was in your best interests',
  4: 'we must protect people at risk, and could not hear from you in time',
  5: 'we must protect people at risk, and others were in danger or you were being pressed',
  6: 'they are part of your care, and we could not hear from you in time',
  7: 'somebody else was in serious danger',
  8: 'the law requires it',
};

/** What third parties were told in this case, by message or by a call that they answered, as the client is told it. */
export async function whatWasShared(work: Work, caseId: string): Promise<readonly SharedItem[]> {
  const sent = await work.db.dispatch.findMany({
    where: { caseId, template: 'disclosure', status: { notIn: ['cancelled', 'failed-permanent', 'failed-temporary'] } },
    orderBy: { seq: 'asc' },
  });
  const mandates = await work.db.mandate.findMany({ where: { caseId }, orderBy: { seq: 'desc' } });
  const answered = await work.db.caseRecipient.findMany({ where: { caseId, acknowledgement: { not: null } } });
  const byCall = answered.filter(({ recipient }) => !sent.some((message) => message.recipient === recipient));

  const items = new Map<string, SharedItem>();
  const add = (mandate: (typeof mandates)[number] | undefined): void => {
    if (!mandate) return;
    items.set(`${mandate.recipient}/${mandate.tier}`, {
      recipient: recipientLabelsForClient[mandate.recipient as RecipientName],
      what: tierLabels[mandate.tier as Tier].replace('their', 'your'),
      basis: basisOf[mandate.row] ?? 'the law permits it',
    });
  };
  for (const { mandateId } of sent) add(mandates.find(({ id }) => id === mandateId));
  for (const { recipient } of byCall) add(mandates.find((mandate) => mandate.recipient === recipient));
  return [...items.values()];
}

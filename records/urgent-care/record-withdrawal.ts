import type { HeardVia, RecipientName } from '../../workflows/urgent-care/words';
import { invalidInput } from '../errors';
import { newId } from '../ids';
import type { Actor, Work } from '../work';
import { recordAct } from './acts';
import { type CaseRow, isDecided, lockCase, requireOpen } from './case-row';
import { chronicle } from './chronicle';
import { labelled } from './labels';
import { endMandates, stillMandated } from './mandates';
import { decideAnew, fallIfTheClientSpoke } from './proposals';

export interface Withdrawal {
  readonly recipients: readonly RecipientName[] | 'all';
  readonly via: HeardVia;
}

/**
 * The client takes back what they agreed to. What is not dispatched yet is cancelled; the practitioner decides anew;
 * the client is told exactly what had gone and to whom. domain.md §3.9
 */
export async function recordWithdrawal(work: Work, caseId: string, by: Actor, given: Withdrawal): Promise<void> {
  const theCase = await lockCase(work, caseId);
  requireOpen(theCase);
  const recipients = await recipientsIn(work, caseId, given.recipients);

  await work.db.consent.updateMany({
    where: { caseId, recipient: { in: [...recipients] }, answer: 'agree', withdrawnAt: null },
    data: { withdrawnAt: work.at },
  });
  // Said out loud, it also overrides a permission that the plan gave earlier.
  await work.db.consent.createMany({
    data: recipients.map((recipient) => ({
      id: newId(),
      organisationId: work.organisationId,
      caseId,
      clientId: theCase.clientId,
      recipient,
      answer: 'refuse',
      via: given.via,
      heardById: by.kind === 'staff' ? by.id : null,
      recordedAt: work.at,
    })),
  });
  await withdrawFrom(work, theCase, by, recipients);
  await fallIfTheClientSpoke(work, theCase);
}

async function recipientsIn(
  work: Work,
  caseId: string,
  named: Withdrawal['recipients'],
): Promise<readonly RecipientName[]> {
  const known = await work.db.caseRecipient.findMany({ where: { caseId }, select: { recipient: true } });
  const inCase = known.map(({ recipient }) => recipient as RecipientName);
  if (named === 'all') return inCase;
  const unknown = named.find((name) => !inCase.includes(name));
  if (unknown) throw invalidInput('unknown-recipient', `This client's plan has no ${unknown}.`);
  return inCase.filter((name) => named.includes(name));
}

/**
 * What a withdrawal changes, once the client's word is recorded: it ends what rests on that word. An override that rests
 * on something else – best interests, harm to others, the law – goes on. The client's row must be locked.
 */
export async function withdrawFrom(
  work: Work,
  theCase: CaseRow,
  by: Actor,
  said: readonly RecipientName[],
): Promise<void> {
  const stands = await stillMandated(work, theCase, said);
  const recipients = said.filter((recipient) => !stands.includes(recipient));
  if (stands.length > 0) {
    const text = `The client withdraws, but ${labelled(stands)} may be told on another ground than their word.`;
    await chronicle(work, theCase, { actor: by, kind: 'consent.withdrawn-in-vain', text });
    await recordAct(work, theCase.id, { kind: 'news-for-owner' });
    if (recipients.length === 0) return;
  }
  await endMandates(work, theCase.id, recipients);
  await work.db.caseRecipient.updateMany({
    where: { caseId: theCase.id, recipient: { in: [...recipients] }, standing: 'mandated' },
    data: { standing: 'cancelled' },
  });
  const text = `The client withdraws: ${labelled(recipients)} may not be told any more.`;
  await chronicle(work, theCase, { actor: by, kind: 'consent.withdrawn', text });
  await recordAct(work, theCase.id, { kind: 'consent-withdrawn', recipients });
  if (isDecided(theCase)) await decideAnew(work, theCase);
}

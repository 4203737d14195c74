import { coversTier } from '../../workflows/urgent-care/mandates';
import type { HeardVia, RecipientName, Tier } from '../../workflows/urgent-care/words';
import { isContact } from '../../workflows/urgent-care/words';
import { invalidInput } from '../errors';
import { newId } from '../ids';
import type { Actor, Work } from '../work';
import { recordAct } from './acts';
import { askForCall, endCallBack } from './call-back';
import { type CaseRow, lockCase, requireOpen } from './case-row';
import { chronicle } from './chronicle';
import { recipientLabels, tierLabels } from './labels';
import { openDecision } from './open-decision';
import { fallIfTheClientSpoke } from './proposals';
import { withdrawFrom } from './record-withdrawal';

export interface ClientAnswers {
  readonly answers: readonly AnswerAboutOne[];
  /** The client asks to be called. */
  readonly callBack: boolean;
  readonly via: HeardVia;
}

export type AnswerAboutOne =
  | { readonly recipient: RecipientName; readonly answer: 'agree'; readonly tier: Tier }
  | { readonly recipient: RecipientName; readonly answer: 'refuse' };

/**
 * Records what the client answered and ends the client window. Who is not named is silent: neither consent nor
 * refusal. A refusal where a mandate stands is a withdrawal. domain.md §3.2, contract.md §3
 * @param by the client on their own page, or who heard the answer
 */
export async function recordAnswers(work: Work, caseId: string, by: Actor, given: ClientAnswers): Promise<void> {
  const theCase = await lockCase(work, caseId);
  requireOpen(theCase);
  await requireAnswerable(work, theCase, given.answers);

  for (const answer of given.answers) await recordAnswer(work, theCase, by, given.via, answer);
  await chronicle(work, theCase, { actor: by, kind: 'client.answered', text: inWords(given) });

  const withdrawn = await noLongerCovered(work, theCase, given.answers);
  if (withdrawn.length > 0) await withdrawFrom(work, theCase, by, withdrawn);
  await recordAct(work, caseId, { kind: 'client-answered' });
  await fallIfTheClientSpoke(work, theCase);
  const waitedForClient = ['queued', 'informing-client', 'awaiting-client'].includes(theCase.status);
  if (waitedForClient) await openDecision(work, theCase);
  if (by.kind === 'staff') await endCallBack(work, caseId);
  if (given.callBack) await askForCall(work, theCase, by);
}

async function requireAnswerable(work: Work, theCase: CaseRow, answers: readonly AnswerAboutOne[]): Promise<void> {
  const known = await work.db.caseRecipient.findMany({ where: { caseId: theCase.id }, select: { recipient: true } });
  for (const [index, { recipient, ...answer }] of answers.entries()) {
    if (!known.some((row) => row.recipient === recipient)) {
      throw invalidInput('unknown-recipient', `answers/${index}: this client's plan has no ${recipient}.`);
    }
    if (answers.findIndex((other) => other.recipient === recipient) !== index) {
      throw invalidInput('answered-twice', `answers/${index}: ${recipient} is answered twice.`);
    }
    if (answer.answer === 'agree' && answer.tier === 'summary' && isContact(recipient)) {
      throw invalidInput('tier-not-possible', `answers/${index}: a contact is never told a summary.`);
    }
  }
}

async function recordAnswer(
  work: Work,
  theCase: CaseRow,
  by: Actor,
  via: HeardVia,
  answer: AnswerAboutOne,
): Promise<void> {
  await work.db.consent.create({
    data: {
      id: newId(),
      organisationId: work.organisationId,
      caseId: theCase.id,
      clientId: theCase.clientId,
      recipient: answer.recipient,
      answer: answer.answer,
      tier: answer.answer === 'agree' ? answer.tier : null,
      via,
      heardById: by.kind === 'staff' ? by.id : null,
      recordedAt: work.at,
    },
  });
}

/** Recipients whose open mandate the new answers no longer bear out: refused now, or agreed at a lower tier. */
async function noLongerCovered(
  work: Work,
  theCase: CaseRow,
  answers: readonly AnswerAboutOne[],
): Promise<readonly RecipientName[]> {
  const mandates = await work.db.mandate.findMany({ where: { caseId: theCase.id, endedAt: null } });
  return answers
    .filter((answer) =>
      mandates.some(
        ({ recipient, tier }) =>
          recipient === answer.recipient && (answer.answer === 'refuse' || !coversTier(answer.tier, tier as Tier)),
      ),
    )
    .map(({ recipient }) => recipient);
}

export function inWords({ answers, via }: ClientAnswers): string {
  const parts = answers.map((answer) =>
    answer.answer === 'agree'
      ? `agrees that ${recipientLabels[answer.recipient]} is told ${tierLabels[answer.tier]}`
      : `refuses that ${recipientLabels[answer.recipient]} is told`,
  );
  const what = parts.length === 0 ? 'answered without naming anyone' : parts.join('; ');
  return `The client ${what} (${via}).`;
}

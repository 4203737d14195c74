import type { Acknowledgement, RecipientName } from '../../workflows/urgent-care/words';
import { conflict } from '../errors';
import type { Actor, Work } from '../work';
import { recordAct } from './acts';
import { type CaseRow, lockCase } from './case-row';
import { chronicle } from './chronicle';
import { capitalised, recipientLabels } from './labels';

export interface AcknowledgementInput {
  readonly recipient: RecipientName;
  readonly answer: Acknowledgement;
  readonly via: 'page' | 'sms' | 'call' | 'phone' | 'in-person' | 'platform';
}

/** What the answer changed. A late one is thanked and recorded, and changes nothing. */
export type AcknowledgementTaken = 'taken' | 'late';

/** Only a press on the page, an exact reply code, a key on a call or a heard answer comes here: opening is no acknowledgement. domain.md §3.7 */
export async function recordAcknowledgement(
  work: Work,
  caseId: string,
  by: Actor,
  { recipient, answer, via }: AcknowledgementInput,
): Promise<AcknowledgementTaken> {
  const theCase = await lockCase(work, caseId);
  if (!(await wasTelephoned(work, theCase, recipient, via))) await requireTold(work, theCase, recipient);
  const said = `${capitalised(recipientLabels[recipient])} ${answerWords[answer]} (${via}).`;
  if (theCase.outcomeKind !== null) {
    await chronicle(work, theCase, { actor: by, kind: 'acknowledgement.late', text: `After the end: ${said}` });
    return 'late';
  }
  const known = await work.db.caseRecipient.findUniqueOrThrow({ where: { caseId_recipient: { caseId, recipient } } });
  // Said once is enough: a pressed button that is pressed again is the same answer.
  if (known.acknowledgement === answer) return 'taken';
  await chronicle(work, theCase, { actor: by, kind: `recipient.${answer}`, text: said });
  if (!(known.acknowledgement === 'acting' && answer === 'acknowledged')) {
    await work.db.caseRecipient.update({
      where: { caseId_recipient: { caseId, recipient } },
      data: { acknowledgement: answer, acknowledgedAt: work.at },
    });
  }
  await recordAct(work, caseId, { kind: 'acknowledged', recipient, answer });
  return 'taken';
}

/** Somebody was asked to telephone the GP, and says what the GP answered: there need be no message before it. */
async function wasTelephoned(
  work: Work,
  theCase: CaseRow,
  recipient: RecipientName,
  via: AcknowledgementInput['via'],
): Promise<boolean> {
  if (recipient !== 'gp' || via !== 'phone') return false;
  return (await work.db.dispatch.count({ where: { caseId: theCase.id, template: 'page-for-gp-call' } })) > 0;
}

async function requireTold(work: Work, theCase: CaseRow, recipient: RecipientName): Promise<void> {
  const told = await work.db.dispatch.count({ where: { caseId: theCase.id, recipient, template: 'disclosure' } });
  if (told === 0)
    throw conflict('not-told', `${recipient} was told nothing in this case, so there is nothing to answer.`);
}

const answerWords: Readonly<Record<Acknowledgement, string>> = {
  acknowledged: 'has read the message',
  acting: 'is acting',
  cannot: 'cannot help',
};

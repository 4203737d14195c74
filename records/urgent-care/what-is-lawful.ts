import type { ClientAnswer } from '../../workflows/urgent-care/mandate-facts';
import type { RecipientName } from '../../workflows/urgent-care/words';
import type { Work } from '../work';
import type { CaseRow } from './case-row';
import { judge } from './consents';
import { planOfCase } from './plan-of-case';
import { type RulingOnOne, rulingOnOne } from './rulings';

/** What stands between one recipient and being told at this moment. */
export interface LawfulNow extends RulingOnOne {
  readonly answer: ClientAnswer;
  /** A decision to proceed may tell them, without an override. */
  readonly mayBeTold: boolean;
}

/** Of each of these recipients what the client said, and how the table rules on the facts as they stand. domain.md §3.4 */
export async function lawfulNow(
  work: Work,
  theCase: CaseRow,
  recipients: readonly RecipientName[],
): Promise<readonly LawfulNow[]> {
  const plan = await planOfCase(work, theCase);
  const found: LawfulNow[] = [];
  for (const recipient of recipients) {
    const judged = await judge(work, theCase, plan, recipient);
    const isNever = plan?.neverContact.includes(recipient) ?? false;
    found.push({
      ...rulingOnOne(judged),
      // Whoever the client never wants told, no row of the table and no second person reaches.
      ...(isNever && { row: null, result: 'refused' as const, offers: [] }),
      answer: judged.facts.answer,
      mayBeTold: judged.mandate !== null && !isNever,
    });
  }
  return found;
}

import type { ClientAnswer } from '../../workflows/urgent-care/mandate-facts';
import { mandateRules } from '../mandate-rules';
import type { Work } from '../work';
import type { CaseRow } from './case-row';
import { judgedBy, readOnRecord } from './consents';
import { plansOfCases } from './plan-of-case';
import { type RulingOnOne, rulingOnOne } from './rulings';

/** What stands between one recipient and being told at this moment. */
export interface LawfulNow extends RulingOnOne {
  readonly answer: ClientAnswer;
  /** A decision to proceed may tell them, without an override. */
  readonly mayBeTold: boolean;
}

/**
 * Of each recipient of these cases what the client said, and how the table rules on the facts as they stand; by the case's
 * id. As many reads for many cases as for one. Whoever asks has asked who may see it. domain.md §3.4
 */
export async function lawfulNow(
  work: Work,
  cases: readonly CaseRow[],
): Promise<ReadonlyMap<string, readonly LawfulNow[]>> {
  const plans = await plansOfCases(work, cases);
  const rules = await mandateRules(work);
  const read = await readOnRecord(work, cases);
  return new Map(
    cases.map((theCase, index) => {
      const plan = plans[index] ?? null;
      const { onRecord, recipients } = read(theCase, plan);
      const lawful = recipients.map((recipient): LawfulNow => {
        const judged = judgedBy(rules, onRecord, recipient);
        const isNever = plan?.neverContact.includes(recipient) ?? false;
        return {
          ...rulingOnOne(judged),
          // Whoever the client never wants told, no row of the table and no second person reaches.
          ...(isNever && { row: null, result: 'refused' as const, offers: [] }),
          answer: judged.facts.answer,
          mayBeTold: judged.mandate !== null && !isNever,
        };
      });
      return [theCase.id, lawful];
    }),
  );
}

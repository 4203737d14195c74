import type { ClientAnswer } from '../../workflows/urgent-care/mandate-facts';
import type { Immediacy } from '../../workflows/urgent-care/words';
import { mandateRules } from '../mandate-rules';
import type { Work } from '../work';
import { type JudgedCase, judgedBy, readOnRecord } from './consents';
import { plansOfCases, type WithPlan } from './plan-of-case';
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
  cases: readonly (JudgedCase & WithPlan)[],
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

/** As lawfulNow, of cases that are known by their ids. */
export async function lawfulIn(
  work: Work,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, readonly LawfulNow[]>> {
  const found = await work.db.case.findMany({
    where: { id: { in: [...caseIds] } },
    select: { id: true, clientId: true, planVersion: true, immediacy: true, lacks: true },
  });
  return lawfulNow(
    work,
    found.map((one) => ({ ...one, immediacy: one.immediacy as Immediacy })),
  );
}

import type { StepOrder } from '../../workflows/urgent-care/contract';
import type { Work } from '../work';

/**
 * Whether the step is still this try's: false once a later one has begun. Temporal gives a step to the next try when the
 * time for one is over, be that one's worker dead, stopped, or about to wake up; of two that believe to have it, the
 * later one has it. Held until the transaction ends.
 * @param attempt Temporal's count of the step's tries, from 1
 */
export async function hasStep(work: Work, { caseId, step }: StepOrder, attempt: number): Promise<boolean> {
  const held = await work.db.$queryRaw<unknown[]>`
    INSERT INTO step_tries AS known (organisation_id, case_id, step, attempt)
    VALUES (${work.organisationId}::uuid, ${caseId}::uuid, ${step}, ${attempt})
    ON CONFLICT (case_id, step) DO UPDATE SET attempt = excluded.attempt WHERE known.attempt <= excluded.attempt
    RETURNING known.attempt`;
  return held.length > 0;
}

import type { SignUpStatus } from '../../workflows/sign-up/words';
import { requireRoleOrTheirs } from '../allocation/theirs';
import { audit } from '../audit/record';
import { type Caller, requireRole, staffActorOf } from '../caller';
import { conflict } from '../errors';
import { recordSignUpAct, stateOf } from '../sign-up/acts';
import { lockSignUp } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { tellSignUpOfPlan } from './tell-sign-up';

/**
 * The assessor records whether this client needs an urgent care plan; from then on no practitioner is proposed before
 * it is complete. A duty clinician or a supervisor may take that back, for one who refuses a plan or has nobody to name.
 * domain.md §2.5
 * @returns where the sign-up stands now
 * @throws Conflict once it is over; Forbidden for a practitioner who takes it back
 */
export async function recordPlanNeed(
  work: Work,
  caller: Caller,
  signUpId: string,
  { needed, note }: { readonly needed: boolean; readonly note: string },
): Promise<SignUpStatus> {
  const row = await lockSignUp(work, signUpId);
  await requireRoleOrTheirs(work, caller, row, 'supervisor');
  const actor = await staffActorOf(work, caller);
  if (row.endedAt !== null) throw conflict('sign-up-ended', `This sign-up is over: ${row.status}.`);
  const { planWanted } = await stateOf(work, row);
  if (planWanted && !needed) requireRole(caller, 'duty-clinician', 'supervisor');
  const action = needed ? 'urgent-care-plan.needed' : 'urgent-care-plan.not-needed';
  await audit(work, { actor, action, clientId: row.clientId, words: note });
  if (needed === planWanted) return row.status;
  if (!needed) return recordSignUpAct(work, signUpId, { kind: 'plan-not-needed' });
  const status = await recordSignUpAct(work, signUpId, { kind: 'plan-needed' });
  // One that was complete before anybody asked for it is not asked for again.
  return (await tellSignUpOfPlan(work, row.clientId)) ?? status;
}

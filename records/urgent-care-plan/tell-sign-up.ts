import type { SignUpStatus } from '../../workflows/sign-up/words';
import { clientWords, planOf } from '../people';
import { recordSignUpAct, stateOf } from '../sign-up/acts';
import { signUpUnderWay } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { planLacks } from './completeness';

/**
 * Records in the client's sign-up, if one is under way, that the plan became complete or is no longer: after every
 * change of the plan or of what it needs of the registration. The client's row must be locked.
 * @returns where the sign-up stands now; null if nothing changed for it
 */
export async function tellSignUpOfPlan(work: Work, clientId: string): Promise<SignUpStatus | null> {
  const signUp = await signUpUnderWay(work, clientId);
  if (!signUp) return null;
  const { planComplete } = await stateOf(work, signUp);
  const isComplete = planLacks(await clientWords(work, clientId), await planOf(work, clientId)).length === 0;
  if (isComplete === planComplete) return null;
  return recordSignUpAct(work, signUp.id, { kind: isComplete ? 'plan-completed' : 'plan-incomplete' });
}

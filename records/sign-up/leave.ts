import type { SignUpStatus } from '../../workflows/sign-up/words';
import { audit } from '../audit/record';
import { conflict } from '../errors';
import { keepAsInterest } from '../interests/interests';
import type { Actor, Work } from '../work';
import { recordSignUpAct } from './acts';
import { lockSignUp, signUpUnderWay } from './sign-up-row';

/**
 * A client leaves, whatever is waited for. What is held of them is kept like an interest from then on: twelve months
 * without contact. domain.md §2.1
 * @returns where the sign-up stands now: one that had expired stays so
 * @throws NotFound; Conflict for one who is enrolled: their enrolment is ended instead
 */
export async function leaveSignUp(work: Work, by: Actor, signUpId: string): Promise<SignUpStatus> {
  const { status, clientId } = await lockSignUp(work, signUpId);
  if (status === 'left') return status;
  if (status === 'enrolled') {
    throw conflict('already-enrolled', 'This sign-up has become an enrolment. End the enrolment instead.');
  }
  await audit(work, { actor: by, action: 'sign-up.left', clientId });
  await keepAsInterest(work, clientId);
  // Over already: there is nobody to be told.
  if (status === 'expired') return status;
  return recordSignUpAct(work, signUpId, { kind: 'left' });
}

/**
 * After a death nobody is asked for anything in a sign-up, and nobody keeps a place. Nothing is said: nothing is sent to one
 * who has died, and they are no interest. The client's row must be locked. domain.md §3.10
 */
export async function endSignUpAfterDeath(work: Work, by: Actor, clientId: string): Promise<void> {
  const signUp = await signUpUnderWay(work, clientId);
  if (!signUp) return;
  await audit(work, { actor: by, action: 'sign-up.left', clientId });
  await recordSignUpAct(work, signUp.id, { kind: 'left' });
}

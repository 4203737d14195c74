import type { SignUpStatus } from '../../workflows/sign-up/words';
import { audit } from '../audit/record';
import { conflict } from '../errors';
import { endInterest } from '../interests/interests';
import { clientWords } from '../people';
import { tellSignUpOfPlan } from '../urgent-care-plan/tell-sign-up';
import type { Actor, Work } from '../work';
import { recordSignUpAct } from './acts';
import { lockSignUp } from './sign-up-row';

/** While the client is asked for something; or after they did not answer in time, or left. */
const renewable: readonly SignUpStatus[] = ['awaiting-consent-form', 'awaiting-assessment', 'expired', 'left'];

/**
 * Sends the client a new link to what is waited for; one that expired or was left is open again. domain.md §2.3
 * @returns where the sign-up stands now
 * @throws NotFound; Conflict while nothing is asked of the client by a link
 */
export async function renewLink(work: Work, by: Actor, signUpId: string): Promise<SignUpStatus> {
  const { status, clientId } = await lockSignUp(work, signUpId);
  if (!renewable.includes(status)) {
    throw conflict('no-link-needed', `The sign-up is ${status}: nothing is asked of the client by a link.`);
  }
  const { email, held } = await clientWords(work, clientId);
  if (held) throw conflict('client-held', "This client's record is held: nothing in it is changed.");
  if (email !== null) await endInterest(work, email, 'signed-up');
  await audit(work, { actor: by, action: 'sign-up.link-renewed', clientId });
  const renewed = await recordSignUpAct(work, signUpId, { kind: 'link-renewed' });
  // While it was over, nobody told it what became of the plan.
  return (await tellSignUpOfPlan(work, clientId)) ?? renewed;
}

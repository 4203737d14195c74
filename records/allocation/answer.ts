import { staysWhenAsked } from '../../workflows/sign-up/allocation';
import { audit } from '../audit/record';
import { type Caller, staffActorOf } from '../caller';
import { agreeOnEnrolment } from '../enrolments/enrolments';
import { conflict, forbidden } from '../errors';
import { freePlace } from '../practitioners/caseload';
import { recordSignUpAct } from '../sign-up/acts';
import { lockSignUp } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { openAllocation, settle } from './allocation-row';
import { proposeAllocation } from './propose';
import { reasonsAgainst } from './reasons-against';
import { requireStatus } from './require-status';

export type AllocationAnswer =
  | { readonly answer: 'accept'; readonly reason: string }
  | { readonly answer: 'decline'; readonly reason: string };

/**
 * The practitioner who is asked takes the client on, who is enrolled with it; or does not, and the next one is proposed.
 * @throws Conflict where nobody is asked, and for one who may not accept any more; Forbidden for anybody else
 */
export async function answerAllocation(
  work: Work,
  caller: Caller,
  signUpId: string,
  { answer, reason }: AllocationAnswer,
): Promise<void> {
  const by = await staffActorOf(work, caller);
  const signUp = await lockSignUp(work, signUpId);
  const { clientId } = signUp;
  const open = await openAllocation(work, signUpId);
  if (open === null || open.practitionerId === by.id) requireStatus(signUp, 'awaiting-practitioner');
  if (open?.practitionerId !== by.id) throw forbidden('Only the practitioner who is asked may answer.');

  if (answer === 'decline') {
    await freePlace(work, by.id);
    await settle(work, open, { standing: 'declined' }, { what: 'declined', reason });
    await audit(work, { actor: by, action: 'allocation.declined', clientId, words: reason });
    await recordSignUpAct(work, signUpId, await proposeAllocation(work, signUp));
    return;
  }
  const reasons = await reasonsAgainst(work, signUp, by.id, staysWhenAsked);
  if (reasons.length > 0) {
    throw conflict('practitioner-excluded', `You can’t take this client on any more: ${reasons.join(' ')}`, {
      reasons,
    });
  }
  await settle(work, open, { standing: 'accepted' }, { what: 'accepted', reason });
  await audit(work, { actor: by, action: 'allocation.accepted', clientId });
  await work.db.client.update({ where: { id: clientId }, data: { practitionerId: by.id } });
  await agreeOnEnrolment(work, { clientId, signUpId, courseId: signUp.courseId, practitionerId: by.id });
  await recordSignUpAct(work, signUpId, { kind: 'enrolled' });
}

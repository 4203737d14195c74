import { audit } from '../audit/record';
import { freePlace } from '../practitioners/caseload';
import { recordSignUpAct } from '../sign-up/acts';
import type { SignUpRow } from '../sign-up/sign-up-row';
import { heedItself, type Work } from '../work';
import { openAllocation, settle } from './allocation-row';
import { proposeAllocation } from './propose';

/** The practitioner did not answer in time: their place is free again, and the next one is proposed. */
export async function passOver(work: Work, signUp: SignUpRow): Promise<void> {
  const open = await openAllocation(work, signUp.id);
  if (open?.standing !== 'confirmed' || open.practitionerId === null) return;
  await freePlace(work, open.practitionerId);
  await settle(work, open, { standing: 'passed-over' });
  await audit(work, { actor: heedItself, action: 'allocation.passed-over', clientId: signUp.clientId });
  await recordSignUpAct(work, signUp.id, await proposeAllocation(work, signUp));
}

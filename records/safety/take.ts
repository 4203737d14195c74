import { audit } from '../audit/record';
import { type Caller, requireRole, staffActorOf } from '../caller';
import { conflict } from '../errors';
import type { SafetyConcern } from '../generated/client';
import { lockSignUp } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { openConcernOf } from './concern-row';
import { changeConcern } from './process';

export interface Taken {
  readonly concernId: string;
  readonly takenBy: string;
  readonly takenAt: string;
}

/**
 * "I have it": from now on only they are reminded. Whoever says so later has it from then on.
 * @throws Forbidden unless they are a duty clinician or supervisor; Conflict where no safety answer waits
 */
export async function takeSafetyConcern(work: Work, caller: Caller, signUpId: string): Promise<Taken> {
  requireRole(caller, 'duty-clinician', 'supervisor');
  const by = await staffActorOf(work, caller);
  const concern = await lockOpenConcern(work, signUpId);
  if (concern.takenBy !== by.id || concern.takenAt === null) {
    await changeConcern(work, concern, { takenBy: by.id, takenAt: work.at });
    await audit(work, { actor: by, action: 'safety.taken', clientId: concern.clientId });
    return { concernId: concern.id, takenBy: by.id, takenAt: work.at.toISOString() };
  }
  return { concernId: concern.id, takenBy: by.id, takenAt: concern.takenAt.toISOString() };
}

/** @throws NotFound for a sign-up that is not this organisation's; Conflict where no safety answer waits */
export async function lockOpenConcern(work: Work, signUpId: string): Promise<SafetyConcern> {
  const { clientId } = await lockSignUp(work, signUpId);
  const open = await openConcernOf(work, clientId);
  if (!open) throw conflict('no-safety-answer', 'No safety answer waits for a person: there is nothing to judge.');
  return open;
}

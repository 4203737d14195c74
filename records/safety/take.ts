import { audit } from '../audit/record';
import { type Caller, staffActorOf } from '../caller';
import type { Work } from '../work';
import { lockOpenConcern } from './concern-row';
import { changeConcern } from './process';

export interface Taken {
  readonly concernId: string;
  readonly takenBy: string;
  readonly takenAt: string;
}

/**
 * "I have it": from now on they are reminded, alone at first; others are paged as well if no judgement follows. Whoever
 * says so later has it from then on.
 * @throws Conflict where no safety answer waits
 */
export async function takeSafetyConcern(work: Work, caller: Caller, signUpId: string): Promise<Taken> {
  const by = await staffActorOf(work, caller);
  const concern = await lockOpenConcern(work, signUpId);
  if (concern.takenBy !== by.id || concern.takenAt === null) {
    await changeConcern(work, concern, { takenBy: by.id, takenAt: work.at });
    await audit(work, { actor: by, action: 'safety.taken', clientId: concern.clientId });
    return { concernId: concern.id, takenBy: by.id, takenAt: work.at.toISOString() };
  }
  return { concernId: concern.id, takenBy: by.id, takenAt: concern.takenAt.toISOString() };
}

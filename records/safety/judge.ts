import { audit } from '../audit/record';
import { type Caller, staffActorOf } from '../caller';
import { resumeErasures } from '../erasure/begin';
import { conflict } from '../errors';
import { recordSignUpAct, stateOf } from '../sign-up/acts';
import { isOverForGood, newestSignUpOf } from '../sign-up/sign-up-row';
import { raiseConcern } from '../urgent-care/raise-concern';
import type { Work } from '../work';
import { type JudgementWords, lockOpenConcern } from './concern-row';
import { heardBy } from './heard';
import { changeConcern } from './process';

export interface Judgement {
  readonly note: string;
  readonly urgentCarePlanNeeded: boolean;
  /** Somebody must act now: an urgent care case is opened. */
  readonly openCase: boolean;
  /** How often it had been raised when they read it; absent: as when they last read it here or were paged about it. */
  readonly timesRaised?: number | undefined;
}

export interface Judged {
  readonly concernId: string;
  readonly caseId: string | null;
}

/**
 * What a person recorded after they had talked with the client, in words and never as a grade. Only this lets the
 * sign-up go on. domain.md §2.4, §2.5
 * @throws Conflict where no safety answer waits, or where there is one that they had not read
 */
export async function judgeSafetyConcern(
  work: Work,
  caller: Caller,
  signUpId: string,
  { note, urgentCarePlanNeeded, openCase, timesRaised }: Judgement,
): Promise<Judged> {
  const by = await staffActorOf(work, caller);
  const concern = await lockOpenConcern(work, signUpId);
  const { id: concernId, clientId } = concern;
  if ((timesRaised ?? heardBy(concern, by.id)) !== concern.timesRaised) {
    throw conflict('answered-again', 'There was another safety answer meanwhile. Please read it first.', {
      timesRaised: concern.timesRaised,
    });
  }
  const caseId = openCase ? await caseFor(work, caller, clientId, note) : null;
  await changeConcern(work, concern, {
    judgedBy: by.id,
    judgedAt: work.at,
    planNeeded: urgentCarePlanNeeded,
    caseId,
    judgement: await work.seal(clientId, { note } satisfies JudgementWords),
  });
  await audit(work, { actor: by, action: 'safety.judged', clientId, words: note });
  await letSignUpGoOn(work, clientId, concernId, urgentCarePlanNeeded);
  // The open answer kept everything that somebody had asked to be erased.
  await resumeErasures(work, clientId);
  return { concernId, caseId };
}

async function caseFor(work: Work, caller: Caller, clientId: string, note: string): Promise<string> {
  const { id } = await raiseConcern(work, caller, {
    clientId,
    about: null,
    concern: note,
    immediacy: 'immediate',
    doneSoFar: '',
  });
  return id;
}

async function letSignUpGoOn(work: Work, clientId: string, concernId: string, planNeeded: boolean): Promise<void> {
  const signUp = await newestSignUpOf(work, clientId);
  if (!signUp || isOverForGood(signUp)) return;
  const state = await stateOf(work, signUp);
  // First what it needs: otherwise it would be at its allocation for a moment.
  if (planNeeded) await recordSignUpAct(work, signUp.id, { kind: 'plan-needed' });
  if (state.concerns.includes(concernId)) await recordSignUpAct(work, signUp.id, { kind: 'safety-judged', concernId });
}

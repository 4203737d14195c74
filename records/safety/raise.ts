import type { SafetyAnswer } from '../../workflows/sign-up/instruments/safety-answers';
import { audit } from '../audit/record';
import type { SafetyConcern } from '../generated/client';
import { newId } from '../ids';
import { currentPolicy } from '../policies';
import { recordSignUpAct, stateOf } from '../sign-up/acts';
import { isOverForGood, lockSignUp, type SignUpRow } from '../sign-up/sign-up-row';
import type { Actor, Work } from '../work';
import { type AnsweredVia, openConcernOf, type RaisedTime, type SafetyWords } from './concern-row';
import { changeConcern, startConversation } from './process';

export interface SafetyAnswers {
  readonly by: Actor;
  readonly via: AnsweredVia;
  readonly answers: readonly SafetyAnswer[];
}

/**
 * Raises safety answers to a person: once this has committed somebody is paged, whatever becomes of the submission that
 * they came with. A sign-up waits for the person's judgement, an expired one as soon as its link is renewed; of one that
 * is over for good the concern stands alone. Answers that come before the judgement join what is judged. domain.md §2.3, §2.4
 * @throws NotFound for a sign-up that is not this organisation's
 */
export async function raiseSafetyConcern(
  work: Work,
  signUpId: string,
  { by, via, answers }: SafetyAnswers,
): Promise<{ readonly concernId: string }> {
  const signUp = await lockSignUp(work, signUpId);
  const { clientId } = signUp;
  const raised: RaisedTime = { at: work.at.toISOString(), via, answers };
  const open = await openConcernOf(work, clientId);
  const { id: concernId } = open
    ? await joinConcern(work, signUp, open, raised)
    : await openConcern(work, signUp, raised);
  await holdSignUp(work, signUp, concernId);
  await audit(work, { actor: by, action: 'safety.raised', clientId, words: `A safety answer, via ${via}.` });
  return { concernId };
}

async function openConcern(
  work: Work,
  { id: signUpId, clientId }: SignUpRow,
  raised: RaisedTime,
): Promise<SafetyConcern> {
  const { version: policyVersion } = await currentPolicy(work);
  const opened = await work.db.safetyConcern.create({
    data: {
      id: newId(),
      organisationId: work.organisationId,
      clientId,
      signUpId,
      policyVersion,
      raisedAt: work.at,
      sealed: await work.seal(clientId, { raised: [raised] } satisfies SafetyWords),
    },
  });
  await startConversation(work, opened);
  return opened;
}

async function joinConcern(
  work: Work,
  { id: signUpId, clientId }: SignUpRow,
  open: SafetyConcern,
  raised: RaisedTime,
): Promise<SafetyConcern> {
  const before = await work.open<SafetyWords>(clientId, open.sealed);
  const words: SafetyWords = { raised: [...before.raised, raised] };
  return changeConcern(work, open, {
    signUpId,
    timesRaised: { increment: 1 },
    sealed: await work.seal(clientId, words),
  });
}

async function holdSignUp(work: Work, signUp: SignUpRow, concernId: string): Promise<void> {
  if (isOverForGood(signUp)) return;
  const { concerns } = await stateOf(work, signUp);
  if (concerns.includes(concernId)) return;
  await recordSignUpAct(work, signUp.id, { kind: 'safety-raised', concernId });
}

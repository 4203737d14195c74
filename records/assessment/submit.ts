import type { Definition } from '../../workflows/sign-up/instruments/definition';
import { definitionOf } from '../../workflows/sign-up/instruments/definitions';
import { type Answer, type Result, score } from '../../workflows/sign-up/instruments/score';
import type { Instrument } from '../../workflows/sign-up/words';
import { audit } from '../audit/record';
import { invalidFields } from '../errors';
import { newId } from '../ids';
import type { AnsweredVia } from '../safety/concern-row';
import { recordSignUpAct } from '../sign-up/acts';
import { lockSignUp } from '../sign-up/sign-up-row';
import type { Actor, Work } from '../work';
import { requireAsked } from './gate';

export interface Submission {
  readonly by: Actor;
  readonly via: AnsweredVia;
  readonly instrument: Instrument;
  /** As they came. */
  readonly answers: unknown;
}

/** What is sealed of an assessment. */
export interface AssessmentWords {
  readonly answers: readonly Answer[];
  readonly result: Result;
}

/**
 * Keeps what a client answered and what it comes to. Its safety answers were raised before, in a transaction of their
 * own: nothing that is refused here can lose one (records/safety/raise.ts). domain.md §2.3
 * @throws Conflict before the form is signed, for a second submission, and once the sign-up is over; InvalidInput naming
 *   each item that is wrong
 */
export async function submitAssessment(
  work: Work,
  signUpId: string,
  { by, via, instrument, answers }: Submission,
): Promise<Result> {
  const signUp = await lockSignUp(work, signUpId);
  const { clientId } = signUp;
  const definition = definitionOf[instrument];
  await requireAsked(work, signUp, instrument);
  const { answers: given, result } = scoredOrRefused(definition, answers);

  await work.db.assessment.create({
    data: {
      id: newId(),
      organisationId: work.organisationId,
      clientId,
      signUpId,
      instrument,
      version: definition.version,
      via,
      submittedAt: work.at,
      sealed: await work.seal(clientId, { answers: given, result } satisfies AssessmentWords),
    },
  });
  await work.db.assessmentDraft.deleteMany({ where: { signUpId, instrument } });
  await recordSignUpAct(work, signUpId, { kind: 'assessment-submitted', instrument });
  await audit(work, { actor: by, action: 'assessment.submitted', clientId, words: `${instrument}, via ${via}.` });
  return result;
}

function scoredOrRefused(definition: Definition, answers: unknown): AssessmentWords {
  const scored = score(definition, answers);
  if (scored.kind === 'scored') return scored;
  throw invalidFields('The answers are not as they should be', scored.faults);
}

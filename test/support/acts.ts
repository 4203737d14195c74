import { type Answer, answerOf, type Body, type HeedClient } from '../../client/heed-client';

/** What people do to a case and to a sign-up, by the last part of its path. What each takes and gives is the contract's. */

interface CaseOperations {
  acknowledgements: 'recordAcknowledgement';
  approvals: 'answerProposal';
  'client-answers': 'recordClientAnswers';
  decisions: 'recordDecision';
  handovers: 'recordHandover';
  tasks: 'answerTask';
}
export type CaseAct = keyof CaseOperations;
export type ToCase<Act extends CaseAct> = Body<CaseOperations[Act]>;
export type OfCase<Act extends CaseAct> = Answer<CaseOperations[Act]>;

type CaseActs = {
  readonly [Act in CaseAct]: (heed: HeedClient, caseId: string, body: ToCase<Act>) => Promise<OfCase<Act>>;
};

const inCase = <T>(caseId: string, body: T) => ({ params: { path: { caseId } }, body });

/** Each rejects with Heed's problem where Heed refuses. */
export const caseActs: CaseActs = {
  acknowledgements: async (heed, id, body) =>
    answerOf(await heed.POST('/v1/urgent-care/cases/{caseId}/acknowledgements', inCase(id, body))),
  approvals: async (heed, id, body) =>
    answerOf(await heed.POST('/v1/urgent-care/cases/{caseId}/approvals', inCase(id, body))),
  'client-answers': async (heed, id, body) =>
    answerOf(await heed.POST('/v1/urgent-care/cases/{caseId}/client-answers', inCase(id, body))),
  decisions: async (heed, id, body) =>
    answerOf(await heed.POST('/v1/urgent-care/cases/{caseId}/decisions', inCase(id, body))),
  handovers: async (heed, id, body) =>
    answerOf(await heed.POST('/v1/urgent-care/cases/{caseId}/handovers', inCase(id, body))),
  tasks: async (heed, id, body) => answerOf(await heed.POST('/v1/urgent-care/cases/{caseId}/tasks', inCase(id, body))),
};

interface SignUpOperations {
  'allocation-answers': 'answerAllocation';
  'allocation-decisions': 'decideAllocation';
  'safety-acknowledgements': 'takeSafetyConcern';
  'safety-judgements': 'judgeSafetyConcern';
}
export type SignUpAct = keyof SignUpOperations;
export type ToSignUp<Act extends SignUpAct> = Body<SignUpOperations[Act]>;
export type OfSignUp<Act extends SignUpAct> = Answer<SignUpOperations[Act]>;

type SignUpActs = {
  readonly [Act in SignUpAct]: (heed: HeedClient, signUpId: string, body: ToSignUp<Act>) => Promise<OfSignUp<Act>>;
};

const inSignUp = <T>(signUpId: string, body: T) => ({ params: { path: { signUpId } }, body });

/** Each rejects with Heed's problem where Heed refuses. */
export const signUpActs: SignUpActs = {
  'allocation-answers': async (heed, id, body) =>
    answerOf(await heed.POST('/v1/sign-ups/{signUpId}/allocation-answers', inSignUp(id, body))),
  'allocation-decisions': async (heed, id, body) =>
    answerOf(await heed.POST('/v1/sign-ups/{signUpId}/allocation-decisions', inSignUp(id, body))),
  'safety-acknowledgements': async (heed, id, body) =>
    answerOf(await heed.POST('/v1/sign-ups/{signUpId}/safety-acknowledgements', inSignUp(id, body))),
  'safety-judgements': async (heed, id, body) =>
    answerOf(await heed.POST('/v1/sign-ups/{signUpId}/safety-judgements', inSignUp(id, body))),
};

import { answerOf, type Body, type HeedClient } from '../../client/heed-client';

export type InCase = ReturnType<typeof inCase>;

/** What a member of staff does in one case, by real HTTP. Rejects with Heed's problem where Heed refuses. */
export function inCase(heed: HeedClient, caseId: string) {
  const params = { path: { caseId } };
  return {
    /** Writes down what the client answered when they were asked. */
    hears: async (body: Body<'recordClientAnswers'>) =>
      answerOf(await heed.POST('/v1/urgent-care/cases/{caseId}/client-answers', { params, body })),
    decides: async (body: Body<'recordDecision'>) =>
      answerOf(await heed.POST('/v1/urgent-care/cases/{caseId}/decisions', { params, body })),
    approves: async (decisionId: string, reason: string) => {
      const body = { decisionId, answer: 'approve', reason } as const;
      return answerOf(await heed.POST('/v1/urgent-care/cases/{caseId}/approvals', { params, body }));
    },
    calledAnAmbulance: async (body: Body<'recordEmergencyCall'>) =>
      answerOf(await heed.POST('/v1/urgent-care/cases/{caseId}/emergency-calls', { params, body })),
    /** Says what came of what others did. */
    recordsOutcome: async (body: Body<'recordHumanOutcome'>) =>
      answerOf(await heed.POST('/v1/urgent-care/cases/{caseId}/human-outcomes', { params, body })),
    /** Ends it, with what came of it. */
    standsDown: async (outcome: Body<'standDown'>['outcome']) =>
      answerOf(await heed.POST('/v1/urgent-care/cases/{caseId}/stand-down', { params, body: { outcome } })),
    /** Did what the case was owed still. */
    hasDone: async (kind: Body<'answerTask'>['kind'], note: string) => {
      const body = { kind, answer: 'done', note } as const;
      return answerOf(await heed.POST('/v1/urgent-care/cases/{caseId}/tasks', { params, body }));
    },
  };
}

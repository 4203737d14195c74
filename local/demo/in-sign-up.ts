import { answerOf, type Body, type HeedClient } from '../../client/heed-client';

/** What somebody does in one sign-up, by real HTTP. Rejects with Heed's problem where Heed refuses. */
export function inSignUp(
  heed: HeedClient,
  { signUpId, clientId }: { readonly signUpId: string; readonly clientId: string },
) {
  const params = { path: { signUpId } };
  return {
    status: async () => answerOf(await heed.GET('/v1/sign-ups/{signUpId}', { params })).status,
    /** Passes on what the client answered. */
    submits: async (instrument: Body<'submitAssessment'>['instrument'], answers: number[]) => {
      const body = { instrument, version: '1' as const, answers };
      return answerOf(await heed.POST('/v1/sign-ups/{signUpId}/assessment', { params, body }));
    },
    /** “I have it”: nobody else is paged. */
    takesIt: async () => answerOf(await heed.POST('/v1/sign-ups/{signUpId}/safety-acknowledgements', { params })),
    judges: async (body: Body<'judgeSafetyConcern'>) =>
      answerOf(await heed.POST('/v1/sign-ups/{signUpId}/safety-judgements', { params, body })),
    savesPlan: async (body: UrgentCarePlan) => {
      const whose = { path: { clientId } };
      return answerOf(await heed.PUT('/v1/clients/{clientId}/urgent-care-plan', { params: whose, body }));
    },
    readsAllocation: async () => answerOf(await heed.GET('/v1/sign-ups/{signUpId}/allocation', { params })),
    confirms: async (practitionerId: string, reason: string) => {
      const body = { kind: 'confirm' as const, practitionerId, reason };
      return answerOf(await heed.POST('/v1/sign-ups/{signUpId}/allocation-decisions', { params, body }));
    },
    /** As the practitioner who is asked. */
    accepts: async (reason: string) => {
      const body = { answer: 'accept' as const, reason };
      return answerOf(await heed.POST('/v1/sign-ups/{signUpId}/allocation-answers', { params, body }));
    },
  };
}

export type UrgentCarePlan = Body<'saveUrgentCarePlan'>;

import type { Router } from 'express';
import { actorOf } from '../../records/caller';
import { endEnrolment, readEnrolment, startEnrolment } from '../../records/enrolments/enrolments';
import { enrolments } from '../contract/enrolments';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';

/** `/v1/enrolments`: contract.md §5. */
export const enrolmentRoutes = (deps: ApiDeps): Router =>
  serve(deps, enrolments, {
    startEnrolment: async ({ work, caller, body }) => startEnrolment(work, await actorOf(work, caller), body),
    readEnrolment: ({ work, caller, params }) => readEnrolment(work, caller, params.enrolmentId),
    endEnrolment: async ({ work, caller, params, body }) =>
      endEnrolment(work, await actorOf(work, caller), params.enrolmentId, body),
  });

import type { Router } from 'express';
import { recordPlanNeed } from '../../records/urgent-care-plan/plan-needs';
import { planNeeds } from '../contract/plan-needs';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';

/** `/v1/sign-ups/{id}/plan-needs`: whether the client needs an urgent care plan, as their assessor judges. */
export const planNeedRoutes = (deps: ApiDeps): Router =>
  serve(deps, planNeeds, {
    recordPlanNeed: async ({ work, caller, params: { signUpId }, body }) => ({
      signUpId,
      status: await recordPlanNeed(work, caller, signUpId, body),
    }),
  });

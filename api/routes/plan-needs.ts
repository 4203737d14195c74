import { Router } from 'express';
import { recordPlanNeed } from '../../records/urgent-care-plan/plan-needs';
import { type ApiDeps, perform } from '../http/perform';
import { idInPath, valid } from '../http/validate';
import { planNeedBody } from './urgent-care-plan-schemas';

/** `/v1/sign-ups/{id}/plan-needs`: whether the client needs an urgent care plan, as their assessor judges. */
export function planNeedRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post(
    '/:id/plan-needs',
    perform(deps, async (work, caller, { params, body }) => {
      const signUpId = idInPath(params.id, 'sign-up');
      const status = await recordPlanNeed(work, caller, signUpId, valid(planNeedBody, body));
      return { status: 201, body: { signUpId, status } };
    }),
  );
  return router;
}

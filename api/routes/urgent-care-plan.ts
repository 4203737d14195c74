import { Router } from 'express';
import { confirmContacts, recordDecline } from '../../records/urgent-care-plan/contacts-say';
import { readPlan, viewPlan } from '../../records/urgent-care-plan/read-plan';
import { savePlan } from '../../records/urgent-care-plan/save-plan';
import { type ApiDeps, perform, read } from '../http/perform';
import { idInPath, valid } from '../http/validate';
import { confirmationBody, declineBody, planBody } from './urgent-care-plan-schemas';

/** `/v1/clients/{id}/urgent-care-plan`: domain.md §2.5. */
export function urgentCarePlanRoutes(deps: ApiDeps): Router {
  const router = Router();
  const path = '/:id/urgent-care-plan';

  router.get(
    path,
    read(deps, (work, caller, { params }) => readPlan(work, caller, idInPath(params.id, 'client'))),
  );

  router.put(
    path,
    perform(deps, async (work, caller, { params, body }) => {
      const clientId = idInPath(params.id, 'client');
      await savePlan(work, caller, clientId, valid(planBody, body));
      return { status: 200, body: await viewPlan(work, clientId) };
    }),
  );
  router.post(
    `${path}/confirmations`,
    perform(deps, async (work, caller, { params, body }) => {
      const clientId = idInPath(params.id, 'client');
      await confirmContacts(work, caller, clientId, valid(confirmationBody, body).recipients);
      return { status: 201, body: await viewPlan(work, clientId) };
    }),
  );

  router.post(
    `${path}/declines`,
    perform(deps, async (work, caller, { params, body }) => {
      const clientId = idInPath(params.id, 'client');
      await recordDecline(work, caller, clientId, valid(declineBody, body));
      return { status: 201, body: await viewPlan(work, clientId) };
    }),
  );
  return router;
}

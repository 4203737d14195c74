import type { Router } from 'express';
import { confirmContacts, recordDecline } from '../../records/urgent-care-plan/contacts-say';
import { readPlan, viewPlan } from '../../records/urgent-care-plan/read-plan';
import { savePlan } from '../../records/urgent-care-plan/save-plan';
import { urgentCarePlan } from '../contract/urgent-care-plan';
import type { ApiDeps } from '../http/perform';
import { type Handlers, serve } from '../http/serve-group';

/** `/v1/clients/{id}/urgent-care-plan`: domain.md §2.5. */
export const urgentCarePlanRoutes = (deps: ApiDeps): Router => serve(deps, urgentCarePlan, urgentCarePlanHandlers);

export const urgentCarePlanHandlers: Handlers<typeof urgentCarePlan.endpoints> = {
  readUrgentCarePlan: ({ work, caller, params }) => readPlan(work, caller, params.clientId),
  saveUrgentCarePlan: async ({ work, caller, params: { clientId }, body }) => {
    await savePlan(work, caller, clientId, body);
    return viewPlan(work, clientId);
  },
  confirmContacts: async ({ work, caller, params: { clientId }, body }) => {
    await confirmContacts(work, caller, clientId, body.recipients);
    return viewPlan(work, clientId);
  },
  recordContactDecline: async ({ work, caller, params: { clientId }, body }) => {
    await recordDecline(work, caller, clientId, body);
    return viewPlan(work, clientId);
  },
};

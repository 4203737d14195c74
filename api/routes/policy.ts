import type { Router } from 'express';
import { staffActorOf } from '../../records/caller';
import { currentPolicy, savePolicy } from '../../records/policies';
import { rehearsePolicy } from '../../records/urgent-care/rehearse';
import { urgentCarePolicy } from '../contract/policy';
import type { ApiDeps } from '../http/perform';
import { type Handlers, serve } from '../http/serve-group';

/** `/v1/urgent-care/policy` */
export const policyRoutes = (deps: ApiDeps): Router => serve(deps, urgentCarePolicy, policyHandlers);

export const policyHandlers: Handlers<typeof urgentCarePolicy.endpoints> = {
  readPolicy: ({ work }) => currentPolicy(work),
  savePolicy: async ({ work, caller, body }) => savePolicy(work, await staffActorOf(work, caller), body),
  rehearsePolicy: async ({ work, caller, body }) => {
    await staffActorOf(work, caller);
    return rehearsePolicy(work, body);
  },
};

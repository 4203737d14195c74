import { Router } from 'express';
import { isPlatform, requireRole, staffActorOf } from '../../records/caller';
import { forbidden } from '../../records/errors';
import { currentPolicy, savePolicy } from '../../records/policies';
import { rehearsePolicy } from '../../records/urgent-care/rehearse';
import { callerOf } from '../http/authenticate';
import type { ApiDeps } from '../http/perform';
import { read } from '../http/perform';
import { valid } from '../http/validate';
import { policyBody } from './policy-schemas';
import { rehearsalBody } from './rehearsal-schemas';

/** `/v1/urgent-care/policy` */
export function policyRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.get(
    '/',
    read(deps, async (work, caller) => {
      if (isPlatform(caller)) throw forbidden('The policy is for staff.');
      return currentPolicy(work);
    }),
  );

  router.put('/', async (request, response) => {
    const caller = callerOf(request);
    requireRole(caller, 'supervisor');
    const body = valid(policyBody, request.body);
    const saved = await deps.records.withOrganisation(caller.organisationId, deps.clock(), async (work) =>
      savePolicy(work, await staffActorOf(work, caller), body),
    );
    response.json(saved);
  });

  // Asks and records nothing, so it is read like a GET: the script is too long for an address.
  router.post(
    '/rehearsal',
    read(deps, async (work, caller, { body }) => {
      await staffActorOf(work, caller);
      return rehearsePolicy(work, valid(rehearsalBody, body));
    }),
  );
  return router;
}

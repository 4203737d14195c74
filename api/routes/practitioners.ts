import { type Request, Router } from 'express';
import { z } from 'zod';
import { hasRole, requireAnyRole, requireRole, staffActorOf } from '../../records/caller';
import { reassign } from '../../records/enrolments/reassign';
import { forbidden } from '../../records/errors';
import { recordConflict } from '../../records/practitioners/conflicts';
import { recordDeparture } from '../../records/practitioners/departures';
import { listPractitioners, readPractitioner, savePractitioner } from '../../records/practitioners/practitioners';
import { type ApiDeps, perform, read } from '../http/perform';
import { idInPath, valid } from '../http/validate';
import { conflictBody, practitionerBody, reassignmentBody } from './practitioner-schemas';

/** `/v1/practitioners`: who can be proposed to clients, and how many of them. contract.md §5 */
export function practitionerRoutes(deps: ApiDeps): Router {
  const router = Router();
  const practitionerIn = ({ params }: Request) => idInPath(params['id'], 'practitioner');

  router.get(
    '/',
    read(deps, async (work, caller) => {
      requireAnyRole(caller);
      return { items: await listPractitioners(work) };
    }),
  );
  router.get(
    '/:id',
    read(deps, (work, caller, request) => {
      requireAnyRole(caller);
      return readPractitioner(work, practitionerIn(request));
    }),
  );
  router.put(
    '/:id',
    perform(deps, async (work, caller, request) => {
      requireRole(caller, 'admin', 'supervisor');
      const changes = valid(practitionerBody, request.body);
      const actor = await staffActorOf(work, caller);
      return { status: 200, body: await savePractitioner(work, actor, practitionerIn(request), changes) };
    }),
  );
  router.post(
    '/:id/conflicts',
    perform(deps, async (work, caller, request) => {
      requireRole(caller, 'practitioner', 'supervisor', 'admin');
      const { clientId, reason } = valid(conflictBody, request.body);
      const actor = await staffActorOf(work, caller);
      const practitionerId = practitionerIn(request);
      if (!hasRole(caller, 'supervisor', 'admin') && practitionerId !== actor.id) {
        throw forbidden('A practitioner records their own conflicts of interest.');
      }
      return { status: 201, body: await recordConflict(work, actor, { practitionerId, clientId, reason }) };
    }),
  );
  router.post(
    '/:id/departures',
    perform(deps, async (work, caller, request) => {
      requireRole(caller, 'admin', 'supervisor');
      valid(z.strictObject({}), request.body ?? {});
      const actor = await staffActorOf(work, caller);
      return { status: 201, body: await recordDeparture(work, actor, practitionerIn(request)) };
    }),
  );
  return router;
}

/** `PUT /v1/clients/{id}/practitioner`: a supervisor gives a client to another practitioner. */
export function clientsPractitionerRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.put(
    '/:id/practitioner',
    perform(deps, async (work, caller, { params, body }) => {
      requireRole(caller, 'supervisor');
      const { practitionerId, reason } = valid(reassignmentBody, body);
      const clientId = idInPath(params['id'], 'client');
      await reassign(work, await staffActorOf(work, caller), { clientId, practitionerId, reason });
      return { status: 200, body: { clientId, practitionerId } };
    }),
  );
  return router;
}

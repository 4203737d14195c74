import type { Router } from 'express';
import { staffActorOf } from '../../records/caller';
import { reassign } from '../../records/enrolments/reassign';
import { recordConflict } from '../../records/practitioners/conflicts';
import { recordDeparture } from '../../records/practitioners/departures';
import { listPractitioners, readPractitioner, savePractitioner } from '../../records/practitioners/practitioners';
import { clientsPractitioner, practitioners } from '../contract/practitioners';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';

/** `/v1/practitioners`: who can be proposed to clients, and how many of them. contract.md §5 */
export const practitionerRoutes = (deps: ApiDeps): Router =>
  serve(deps, practitioners, {
    listPractitioners: async ({ work }) => ({ items: await listPractitioners(work) }),
    readPractitioner: ({ work, params }) => readPractitioner(work, params.practitionerId),
    savePractitioner: async ({ work, caller, params, body }) =>
      savePractitioner(work, await staffActorOf(work, caller), params.practitionerId, body),
    recordConflictOfInterest: ({ work, caller, params, body }) => recordConflict(work, caller, { ...params, ...body }),
    recordDeparture: async ({ work, caller, params }) =>
      recordDeparture(work, await staffActorOf(work, caller), params.practitionerId),
  });

/** `/v1/clients/{id}/practitioner`: a supervisor gives a client to another practitioner. */
export const clientsPractitionerRoutes = (deps: ApiDeps): Router =>
  serve(deps, clientsPractitioner, {
    reassignClient: async ({ work, caller, params: { clientId }, body }) => {
      await reassign(work, await staffActorOf(work, caller), { clientId, ...body });
      return { clientId, practitionerId: body.practitionerId };
    },
  });

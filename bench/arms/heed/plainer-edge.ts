import type { Identify } from '../../../api/http/authenticate';
import type { Edge } from '../../../api/http/edge';
import type { Limits } from '../../../api/http/limits';
import type { Feature } from './features';
import { dutyClinicianId, organisationId } from './people';

/** The edge with some of what it asks taken away. */
export function plainerEdge(edge: Edge, without: ReadonlySet<Feature>): Edge {
  const identify = without.has('authentication') ? takingEverybodyForTheDutyClinician : edge.identify;
  return {
    identify: without.has('permissions') ? lettingInAsThePlatform(identify) : identify,
    permit: without.has('permissions') ? () => undefined : edge.permit,
    limits: without.has('limits') ? unlimited : edge.limits,
  };
}

/** No token is looked at. */
const takingEverybodyForTheDutyClinician: Identify = async () => ({
  credential: dutyClinicianId,
  organisationId,
  roles: ['duty-clinician'],
});

/** Of a platform nobody asks who of the staff it is. */
const lettingInAsThePlatform =
  (identify: Identify): Identify =>
  async (token) => ({ ...(await identify(token)), roles: ['platform'] });

const unlimited: Limits = {
  ofCredentials: (_request, _response, next) => next(),
  ofLinks: (_request, _response, next) => next(),
  ofFailedSignIns: async () => null,
  ofSignIns: (_request, _response, next) => next(),
  ofConsole: (_request, _response, next) => next(),
  ofLooks: (_request, _response, next) => next(),
};

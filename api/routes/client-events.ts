import { Router } from 'express';
import { readClientEvents } from '../../records/client-events/client-events';
import { type ApiDeps, read } from '../http/perform';
import { idInPath } from '../http/validate';

/** `GET /v1/clients/{id}/events`: cancelled bookings and failed payments, for whoever treats the client. */
export function clientEventRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get(
    '/:id/events',
    read(deps, async (work, caller, { params }) => ({
      items: await readClientEvents(work, caller, idInPath(params['id'], 'client')),
    })),
  );
  return router;
}

import type { Router } from 'express';
import { readClientEvents } from '../../records/client-events/client-events';
import { clientEvents } from '../contract/client-events';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';

/** `/v1/clients/{id}/events`: cancelled bookings and failed payments, for whoever treats the client. */
export const clientEventRoutes = (deps: ApiDeps): Router =>
  serve(deps, clientEvents, {
    listClientEvents: async ({ work, caller, params }) => ({
      items: await readClientEvents(work, caller, params.clientId),
    }),
  });

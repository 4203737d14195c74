import type { Router } from 'express';
import { recordClientEvent } from '../../records/client-events/client-events';
import { bookings } from '../contract/bookings';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';

/** `/v1/bookings/{id}`: the client's practitioner hears of what becomes of one. */
export const bookingRoutes = (deps: ApiDeps): Router =>
  serve(deps, bookings, {
    cancelBooking: async ({ work, params: { bookingId: id }, body }) => {
      await recordClientEvent(work, { kind: 'booking-cancelled', source: id, ...body });
      return { id };
    },
  });

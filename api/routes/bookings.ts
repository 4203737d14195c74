import { Router } from 'express';
import { z } from 'zod';
import { requireRole } from '../../records/caller';
import { recordClientEvent } from '../../records/client-events/client-events';
import { instant } from '../contract/fields';
import { type ApiDeps, perform } from '../http/perform';
import { valid } from '../http/validate';

/** The platform's own name for a booking. */
const bookingId = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, 'must be letters, digits, - and _');
const cancelledBody = z.strictObject({ clientId: z.uuid(), at: instant });

/** `POST /v1/bookings/{id}/cancelled`: the client's practitioner hears of it, once however often it is said. */
export function bookingRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post(
    '/:id/cancelled',
    perform(deps, async (work, caller, { params, body }) => {
      requireRole(caller, 'platform');
      const id = valid(bookingId, params['id']);
      const cancelled = valid(cancelledBody, body);
      await recordClientEvent(work, { kind: 'booking-cancelled', source: id, ...cancelled });
      return { status: 202, body: { id } };
    }),
  );
  return router;
}

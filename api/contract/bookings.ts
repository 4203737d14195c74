import { z } from 'zod';
import { accepted, group, post } from './endpoint';
import { instant } from './fields';

/** The platform's own name for a booking. */
const bookingId = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, 'must be letters, digits, - and _');

/** domain.md §2.7 */
export const bookings = group('Bookings', '/v1/bookings', {
  cancelBooking: post('/{bookingId}/cancelled', {
    summary: "Says that a booking was cancelled: the client's practitioner hears of it, once however often it is said",
    may: { platform: 'all' },
    params: { bookingId },
    body: z.strictObject({ clientId: z.uuid(), at: instant }),
    example: { clientId: '01926b3a-7c40-7d21-8a3e-5f0c9d1b2e3f', at: '2026-03-09T10:30:00+00:00' },
    answer: accepted(z.object({ id: bookingId })),
  }),
});

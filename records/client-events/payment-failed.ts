import type { Work } from '../work';
import { recordClientEvent } from './client-events';

/**
 * A client's payment did not go through, says Stripe. Of the payment only the event's id and time are kept.
 * @returns false for no client of this organisation or one whose account has gone, and for an event that was taken before
 */
export async function takePaymentFailure(
  work: Work,
  { clientId, eventId, at }: { readonly clientId: string; readonly eventId: string; readonly at: Date },
): Promise<boolean> {
  if ((await work.db.client.count({ where: { id: clientId, erasedAt: null } })) === 0) return false;
  return recordClientEvent(work, { clientId, kind: 'payment-failed', source: eventId, at });
}

import Stripe from 'stripe';

/** Stripe as its webhooks show it. */

export const stripeWebhookSecret = 'whsec_of-the-tests';

export interface StripeEvent {
  readonly id: string;
  readonly type: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly object: object;
}

export const stripeBody = ({ id, type, created, object }: StripeEvent): string =>
  JSON.stringify({ id, object: 'event', api_version: '2026-09-30', created, type, data: { object } });

/** @param at of the signature, in seconds since 1970 */
export const stripeSignature = (payload: string, at: number, secret = stripeWebhookSecret): string =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: at });

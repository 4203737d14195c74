import { type Request, Router, raw } from 'express';
import Stripe from 'stripe';
import { z } from 'zod';
import { takePaymentFailure } from '../../records/client-events/payment-failed';
import { forbidden, invalidInput, unavailable } from '../../records/errors';
import type { Log } from '../../runtime/log';
import type { ApiDeps } from '../http/perform';

export interface StripeWebhookDeps extends Omit<ApiDeps, 'permit'> {
  readonly log: Log;
  /** `whsec_…`; null: no payments are taken by Stripe. */
  readonly secret: string | null;
}

/** What a payment that did not go through looks like. Of everything else we want to know nothing. */
const failures: readonly string[] = [
  'payment_intent.payment_failed',
  'checkout.session.expired',
  'invoice.payment_failed',
] satisfies readonly Stripe.Event.Type[];

const named = z.object({ organisationId: z.uuid(), clientId: z.uuid().optional() });

/** As much of Stripe's object as says whose payment it was: amounts, cards and addresses are not read. */
const payment = z.object({
  metadata: z.unknown(),
  client_reference_id: z.string().nullish(),
  // An invoice's own metadata is empty where its subscription was set up with them.
  parent: z.object({ subscription_details: z.object({ metadata: z.unknown() }).nullish() }).nullish(),
});

/** `/webhooks/stripe`: payments that did not go through, for the practitioner to hear of. Signed over the raw body. */
export function stripeWebhooks({ records, clock, tell, log, secret }: StripeWebhookDeps): Router {
  const router = Router();
  router.post('/', raw({ type: '*/*', limit: '1mb' }), async (request, response) => {
    if (secret === null) throw unavailable('stripe-not-set-up', 'STRIPE_WEBHOOK_SECRET is not set here.');
    const event = signedEvent(request, secret, clock());
    const whose = failures.includes(event.type) ? payerOf(event.data.object) : null;
    const isTaken = whose !== null && (await take(event, whose));
    // Also what is not ours to understand is answered, or it comes again and again.
    if (!isTaken) log.info({ event: event.type }, 'an event of Stripe that changes nothing');
    response.status(200).json({ taken: isTaken });
  });

  const take = async (event: Stripe.Event, { organisationId, clientId }: Payer): Promise<boolean> => {
    const failure = { clientId, eventId: event.id, at: new Date(event.created * 1_000) };
    const { taken, untold } = await records.withOrganisation(organisationId, clock(), async (work) => ({
      taken: await takePaymentFailure(work, failure),
      untold: work.untold,
    }));
    tell(untold);
    return taken;
  };
  return router;
}

/** @throws Forbidden for what Stripe did not sign within the last minutes */
function signedEvent(request: Request, secret: string, now: Date): Stripe.Event {
  const body: unknown = request.body;
  const payload = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const { webhooks } = Stripe;
  try {
    const signature = request.get('stripe-signature') ?? '';
    const tolerance = webhooks.DEFAULT_TOLERANCE;
    return webhooks.constructEvent(payload, signature, secret, tolerance, undefined, now.getTime());
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidInput('malformed-json', 'The event is no valid JSON.');
    throw forbidden('This event is not signed by Stripe, or was too long ago.');
  }
}

interface Payer {
  readonly organisationId: string;
  readonly clientId: string;
}

/** Whose payment it was, as the platform told Stripe; null: it did not. */
function payerOf(object: unknown): Payer | null {
  const known = payment.safeParse(object);
  if (!known.success) return null;
  const { metadata, parent, client_reference_id: reference } = known.data;
  for (const given of [metadata, parent?.subscription_details?.metadata]) {
    const { data } = named.safeParse(given);
    const clientId = data?.clientId ?? z.uuid().safeParse(reference).data;
    if (data && clientId !== undefined) return { organisationId: data.organisationId, clientId };
  }
  return null;
}

import { randomBytes } from 'node:crypto';
import { audit } from '../audit/record';
import { conflict, notFound } from '../errors';
import { Prisma, type WebhookEndpoint } from '../generated/client';
import { newId } from '../ids';
import type { Actor, Work } from '../work';
import type { PlatformEventType } from './events';

/** Where platforms are told of what happens. docs/adr/0028 */

/** Long enough for a platform to take over the new secret on all of its machines. */
export const secretsOverlapMs = 24 * 60 * 60_000;
/** Whatever happens is written down once for each: a bound on what that may cost. */
const mostEndpoints = 20;

/** What is sealed in an endpoint's row. */
export interface EndpointWords {
  readonly url: string;
  /** The newest first. */
  readonly secrets: readonly EndpointSecret[];
}

interface EndpointSecret {
  /** Of Standard Webhooks: `whsec_` and base64. */
  readonly secret: string;
  /** null: until it is rotated. */
  readonly until: string | null;
}

export interface EndpointView {
  readonly id: string;
  readonly url: string;
  readonly eventTypes: readonly PlatformEventType[];
  readonly addedAt: string;
  /** null: it takes what it is sent, as far as is known. */
  readonly failingSince: string | null;
  readonly disabled: { readonly at: string; readonly because: 'gone' | 'failing' } | null;
}

/** Shown once, and never again. */
export interface ShownSecret {
  readonly secret: string;
}

/** @param url one that may be told: `faultOfTarget` has nothing against it. @throws Conflict for one too many */
export async function addEndpoint(
  work: Work,
  actor: Actor,
  { url, eventTypes }: { readonly url: string; readonly eventTypes: readonly PlatformEventType[] },
): Promise<EndpointView & ShownSecret> {
  const { organisationId } = work;
  if ((await work.db.webhookEndpoint.count({ where: { removedAt: null } })) >= mostEndpoints) {
    throw conflict('too-many-endpoints', `There are ${mostEndpoints} endpoints already. Remove one first.`);
  }
  const secret = newSecret();
  const words: EndpointWords = { url, secrets: [{ secret, until: null }] };
  const row = await work.db.webhookEndpoint.create({
    data: {
      id: newId(),
      organisationId,
      eventTypes: [...eventTypes],
      addedAt: work.at,
      sealed: await work.seal(organisationId, words),
    },
  });
  await audit(work, { actor, action: 'webhook-endpoint.added', words: url });
  return { ...viewOf(row, words), secret };
}

/** Oldest first. */
export async function listEndpoints(work: Work): Promise<readonly EndpointView[]> {
  const rows = await work.db.webhookEndpoint.findMany({ where: { removedAt: null }, orderBy: { id: 'asc' } });
  return Promise.all(rows.map(async (row) => viewOf(row, await wordsOf(work, row))));
}

/** @throws NotFound for an endpoint that is not this organisation's, or is removed */
export async function readEndpoint(work: Work, id: string): Promise<EndpointView> {
  const row = await inUse(work, id);
  return viewOf(row, await wordsOf(work, row));
}

/** Nothing is sent there any more, and its secrets are forgotten. What waited for it is given up. @throws NotFound */
export async function removeEndpoint(work: Work, actor: Actor, id: string): Promise<void> {
  const { url } = await wordsOf(work, await locked(work, id));
  await work.db.webhookEndpoint.update({ where: { id }, data: { removedAt: work.at, sealed: null } });
  await giveUpWhatWaits(work, id, 'endpoint-removed');
  await audit(work, { actor, action: 'webhook-endpoint.removed', words: url });
}

/**
 * A new secret, beside which the old one goes on signing for a day: at no moment does a platform get what it can't verify.
 * @throws NotFound
 */
export async function rotateSecret(
  work: Work,
  actor: Actor,
  id: string,
): Promise<ShownSecret & { readonly previousUntil: string }> {
  const { url, secrets } = await wordsOf(work, await locked(work, id));
  const secret = newSecret();
  const previousUntil = new Date(work.at.getTime() + secretsOverlapMs).toISOString();
  const previous = secretsInUse(secrets, work.at).map((one) => ({ ...one, until: one.until ?? previousUntil }));
  const words: EndpointWords = { url, secrets: [{ secret, until: null }, ...previous] };
  const sealed = await work.seal(work.organisationId, words);
  await work.db.webhookEndpoint.update({ where: { id }, data: { sealed } });
  await audit(work, { actor, action: 'webhook-endpoint.secret-rotated', words: url });
  return { secret, previousUntil };
}

/** With which something is signed at this time, the newest first. */
export const secretsInUse = (secrets: readonly EndpointSecret[], at: Date): readonly EndpointSecret[] =>
  secrets.filter(({ until }) => until === null || at < new Date(until));

/** @throws NotFound */
export async function inUse(work: Work, id: string): Promise<WebhookEndpoint> {
  const row = await work.db.webhookEndpoint.findUnique({ where: { id } });
  if (!row || row.removedAt !== null) throw notFound('endpoint');
  return row;
}

export async function wordsOf(work: Work, { sealed }: WebhookEndpoint): Promise<EndpointWords> {
  if (sealed === null) throw notFound('endpoint');
  return work.open<EndpointWords>(work.organisationId, sealed);
}

/** What waits for an endpoint becomes its dead letters. */
export async function giveUpWhatWaits(work: Work, endpointId: string, because: string): Promise<void> {
  await work.db.$executeRaw`
    UPDATE webhook_deliveries SET dead_since = now(), last_error = ${because}
    WHERE endpoint_id = ${endpointId}::uuid AND delivered_at IS NULL AND dead_since IS NULL`;
}

async function locked(work: Work, id: string): Promise<WebhookEndpoint> {
  await work.db.$queryRaw(Prisma.sql`SELECT FROM webhook_endpoints WHERE id = ${id}::uuid FOR UPDATE`);
  return inUse(work, id);
}

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

const viewOf = (
  { id, eventTypes, addedAt, failingSince, disabledAt, disabledBecause }: WebhookEndpoint,
  { url }: EndpointWords,
): EndpointView => ({
  id,
  url,
  eventTypes: eventTypes as PlatformEventType[],
  addedAt: addedAt.toISOString(),
  failingSince: failingSince?.toISOString() ?? null,
  disabled: disabledAt && {
    at: disabledAt.toISOString(),
    because: disabledBecause as 'gone' | 'failing',
  },
});

import { audit } from '../audit/record';
import { notFound } from '../errors';
import type { Prisma, WebhookDelivery } from '../generated/client';
import type { Actor, Work } from '../work';
import { inUse } from './endpoints';
import type { PlatformEventType } from './events';

/** What became of what an endpoint was to be told. */

export const deliveryStatuses = ['waiting', 'delivered', 'dead'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export interface DeliveryView {
  /** What the platform gets as `webhook-id`, each time. */
  readonly id: string;
  readonly type: PlatformEventType;
  /** Of the case, the sign-up or whatever it tells of. */
  readonly subjectId: string;
  readonly at: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  /** A status of HTTP, or the name of an error. */
  readonly lastError: string | null;
}

const inStatus: Readonly<Record<DeliveryStatus, Prisma.WebhookDeliveryWhereInput>> = {
  waiting: { deliveredAt: null, deadSince: null },
  delivered: { deliveredAt: { not: null } },
  dead: { deadSince: { not: null } },
};

/** Newest first. @throws NotFound for an endpoint that is not this organisation's */
export async function listDeliveries(
  work: Work,
  endpointId: string,
  asked: {
    readonly status?: DeliveryStatus | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<{ readonly items: readonly DeliveryView[]; readonly next: string | null }> {
  const { status, cursor, limit } = asked;
  await inUse(work, endpointId);
  const rows = await work.db.webhookDelivery.findMany({
    where: { endpointId, ...(status ? inStatus[status] : {}), ...(cursor ? { id: { lt: cursor } } : {}) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const items = rows.slice(0, limit).map(viewOf);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/**
 * Sends it once more, from the beginning of its schedule; what is being sent anyhow is left alone. Where the endpoint is
 * disabled this is how it is tried: it is enabled by whatever it takes.
 * @throws NotFound
 */
export async function resendDelivery(
  work: Work,
  actor: Actor,
  { endpointId, deliveryId }: { readonly endpointId: string; readonly deliveryId: string },
): Promise<DeliveryView> {
  await inUse(work, endpointId);
  const changed = await work.db.$executeRaw`
    UPDATE webhook_deliveries
    SET delivered_at = NULL, dead_since = NULL, attempts = 0, due_at = now(), last_error = NULL
    WHERE id = ${deliveryId}::uuid AND endpoint_id = ${endpointId}::uuid
      AND (delivered_at IS NOT NULL OR dead_since IS NOT NULL)`;
  const row = await work.db.webhookDelivery.findUnique({ where: { id: deliveryId } });
  if (row?.endpointId !== endpointId) throw notFound('delivery');
  if (row.clientId !== null) work.about.add(row.clientId);
  if (changed > 0) await audit(work, { actor, action: 'webhook-delivery.resent', words: deliveryId });
  return viewOf(row);
}

const viewOf = (row: WebhookDelivery): DeliveryView => ({
  id: row.id,
  type: row.type as PlatformEventType,
  subjectId: row.subjectId,
  at: row.at.toISOString(),
  status: row.deliveredAt === null ? (row.deadSince === null ? 'waiting' : 'dead') : 'delivered',
  attempts: row.attempts,
  lastError: row.lastError,
});

import type { Prisma } from './generated/client';
import { newId } from './ids';
import type { Records } from './records';
import type { Work } from './work';

/** What Temporal has yet to be told. Written with the facts; delivered at once if Temporal listens, else by the relay. */

export type OutboxMessage =
  | { readonly kind: 'start'; readonly workflow: string; readonly queue: string; readonly input: unknown }
  | { readonly kind: 'signal'; readonly signal: string; readonly argument: unknown };

export type PendingMessage = OutboxMessage & {
  readonly id: string;
  readonly organisationId: string;
  readonly workflowId: string;
};

export async function putInOutbox(work: Work, workflowId: string, message: OutboxMessage): Promise<void> {
  const id = newId();
  await work.db.outboxEntry.create({
    data: {
      id,
      organisationId: work.organisationId,
      workflowId,
      kind: message.kind,
      payload: message as unknown as Prisma.InputJsonValue,
      createdAt: new Date(),
    },
  });
  work.outboxIds.push(id);
}

/** These messages, if nobody else delivers them now. Each is leased to the caller for `leaseMs`. */
export async function leaseMessages(
  records: Records,
  ids: readonly string[],
  leaseMs: number,
): Promise<readonly PendingMessage[]> {
  if (ids.length === 0) return [];
  return records.withDirectory((db) => lease(db, leaseMs, ids, ids.length));
}

/** The oldest undelivered message of each workflow whose lease is free. */
export async function leaseOldestMessages(
  records: Records,
  leaseMs: number,
  most: number,
): Promise<readonly PendingMessage[]> {
  return records.withDirectory((db) => lease(db, leaseMs, null, most));
}

export async function markDelivered(records: Records, id: string): Promise<void> {
  await records.withDirectory((db) => db.outboxEntry.updateMany({ where: { id }, data: { deliveredAt: new Date() } }));
}

/** Gives a message back, to be tried again after `waitMs`. */
export async function giveBack(records: Records, id: string, waitMs: number): Promise<void> {
  await records.withDirectory((db) =>
    db.outboxEntry.updateMany({ where: { id }, data: { leasedUntil: new Date(Date.now() + waitMs) } }),
  );
}

/** How many messages wait to be delivered. */
export async function pendingMessages(records: Records): Promise<number> {
  return records.withDirectory((db) => db.outboxEntry.count({ where: { deliveredAt: null } }));
}

async function lease(
  db: Prisma.TransactionClient,
  leaseMs: number,
  ids: readonly string[] | null,
  most: number,
): Promise<readonly PendingMessage[]> {
  const now = new Date();
  const rows = await db.$queryRaw<
    { id: string; organisation_id: string; workflow_id: string; payload: OutboxMessage }[]
  >`
    UPDATE outbox_entries SET leased_until = ${new Date(now.getTime() + leaseMs)}, attempts = attempts + 1
    WHERE id IN (
      SELECT id FROM outbox_entries o
      WHERE delivered_at IS NULL AND (leased_until IS NULL OR leased_until <= ${now})
        AND (${ids === null} OR id = ANY(${ids ?? []}::uuid[]))
        AND NOT EXISTS (
          SELECT FROM outbox_entries earlier
          WHERE earlier.workflow_id = o.workflow_id AND earlier.seq < o.seq AND earlier.delivered_at IS NULL)
      ORDER BY seq LIMIT ${most} FOR UPDATE SKIP LOCKED)
    RETURNING id, organisation_id, workflow_id, payload`;
  return rows.map((row) => ({
    ...row.payload,
    id: row.id,
    organisationId: row.organisation_id,
    workflowId: row.workflow_id,
  }));
}

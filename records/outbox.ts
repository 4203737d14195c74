import { type Cause, causeOfNow } from '../runtime/telemetry/cause';
import type { Prisma } from './generated/client';
import { newId } from './ids';
import type { Records } from './records';
import type { Work } from './work';

/**
 * What Temporal has yet to be told. Written with the facts; delivered at once by whoever wrote it, else by the relay.
 * Leases are counted by the database's clock: it is one, and those of the processes are many.
 */

export type OutboxMessage =
  | {
      readonly kind: 'start';
      readonly workflow: string;
      readonly queue: string;
      readonly input: unknown;
      /** Although a run of this workflow has ended before. */
      readonly again: boolean;
      /** Milliseconds since 1970: its first task comes then, and not before. Absent: at once. */
      readonly startsAt?: number;
    }
  | { readonly kind: 'signal'; readonly signal: string; readonly argument: unknown }
  /** Ends one that waits for its time: what it waits for does not come any more. */
  | { readonly kind: 'terminate'; readonly because: string };

export type PendingMessage = OutboxMessage & {
  readonly id: string;
  readonly organisationId: string;
  readonly workflowId: string;
  /** How often it was tried, this time included. */
  readonly attempts: number;
  /** What it was written on account of. */
  readonly cause: Cause;
};

/** The writer's: it delivers what it has committed, without asking first. */
const firstLeaseMs = 5_000;

/** A lease that ends later than this was given by a clock that has been set back since. */
const longestLeaseMs = 10 * 60_000;

export async function putInOutbox(work: Work, workflowId: string, message: OutboxMessage): Promise<void> {
  const { organisationId } = work;
  const id = newId();
  const cause = causeOfNow();
  await work.db.$executeRaw`
    INSERT INTO outbox_entries (id, organisation_id, workflow_id, kind, payload, created_at, attempts, leased_until,
      request_id, trace_parent)
    VALUES (${id}::uuid, ${organisationId}::uuid, ${workflowId}, ${message.kind}, ${JSON.stringify(message)}::jsonb,
      now(), 1, now() + ${firstLeaseMs} * interval '1 ms', ${cause.requestId}, ${cause.traceParent})`;
  work.untold.push({ ...message, id, organisationId, workflowId, attempts: 1, cause });
}

/** What came of a process that should begin anew: its record is closed, its start is on its way already, or it begins. */
export type BegunAnew = 'closed' | 'waits-to-start' | 'begun-anew';

/** Whether a start of this workflow has yet to be delivered. One that was given up is waited for in vain. */
export const startIsWaiting = async (work: Work, workflowId: string): Promise<boolean> =>
  (await work.db.outboxEntry.count({ where: { ...waiting, workflowId, kind: 'start', deadSince: null } })) > 0;

/**
 * The oldest waiting message of each workflow, unless somebody else has its lease. Dead letters are passed over.
 * @param most how many at once
 */
export async function leaseOldestMessages(
  records: Records,
  leaseMs: number,
  most: number,
): Promise<readonly PendingMessage[]> {
  const rows = await records.withDirectory(
    (db) => db.$queryRaw<
      {
        id: string;
        organisation_id: string;
        workflow_id: string;
        attempts: number;
        payload: OutboxMessage;
        request_id: string | null;
        trace_parent: string | null;
      }[]
    >`
    UPDATE outbox_entries SET leased_until = now() + ${leaseMs} * interval '1 ms', attempts = attempts + 1
    WHERE id IN (
      SELECT id FROM outbox_entries o
      WHERE delivered_at IS NULL AND dead_since IS NULL
        AND (leased_until IS NULL OR leased_until <= now()
          OR leased_until > now() + ${longestLeaseMs} * interval '1 ms')
        AND NOT EXISTS (
          SELECT FROM outbox_entries earlier
          WHERE earlier.workflow_id = o.workflow_id AND earlier.seq < o.seq
            AND earlier.delivered_at IS NULL AND earlier.dead_since IS NULL)
      ORDER BY seq LIMIT ${most} FOR UPDATE SKIP LOCKED)
    RETURNING id, organisation_id, workflow_id, attempts, payload, request_id, trace_parent`,
  );
  return rows.map(({ payload, id, organisation_id, workflow_id, attempts, request_id, trace_parent }) => ({
    ...payload,
    id,
    organisationId: organisation_id,
    workflowId: workflow_id,
    attempts,
    cause: { requestId: request_id, traceParent: trace_parent },
  }));
}

export async function markDelivered(records: Records, ...ids: readonly string[]): Promise<void> {
  await records.withDirectory(
    (db) => db.$executeRaw`UPDATE outbox_entries SET delivered_at = now() WHERE id = ANY(${ids}::uuid[])`,
  );
}

/** Gives a message back, to be tried again after `waitMs`. @param because an error's name or code, nothing personal */
export async function giveBack(records: Records, id: string, waitMs: number, because: string): Promise<void> {
  await records.withDirectory(
    (db) => db.$executeRaw`
      UPDATE outbox_entries SET leased_until = now() + ${waitMs} * interval '1 ms', last_error = ${because}
      WHERE id = ${id}::uuid`,
  );
}

/** Gives a message up: it waits for a person, and what is behind it goes on. */
export async function giveUp(records: Records, id: string, because: string): Promise<void> {
  await records.withDirectory(
    (db) => db.$executeRaw`
      UPDATE outbox_entries SET dead_since = now(), leased_until = NULL, last_error = ${because}
      WHERE id = ${id}::uuid`,
  );
}

export interface DeadLetter {
  readonly id: string;
  readonly workflowId: string;
  readonly kind: OutboxMessage['kind'];
  readonly attempts: number;
  readonly deadSince: Date;
  readonly lastError: string;
}

/** Oldest first. */
export async function deadLetters(records: Records): Promise<readonly DeadLetter[]> {
  const found = await records.withDirectory((db) =>
    db.outboxEntry.findMany({ where: { ...waiting, deadSince: { not: null } }, orderBy: { seq: 'asc' } }),
  );
  return found.map(({ id, workflowId, kind, attempts, deadSince, lastError }) => ({
    id,
    workflowId,
    kind: kind as OutboxMessage['kind'],
    attempts,
    deadSince: deadSince ?? new Date(0),
    lastError: lastError ?? '',
  }));
}

/** Lets the relay try dead letters anew. Returns how many. */
export async function resend(records: Records, ids: readonly string[]): Promise<number> {
  const { count } = await records.withDirectory((db) =>
    db.outboxEntry.updateMany({
      where: { ...waiting, id: { in: [...ids] }, deadSince: { not: null } },
      data: { deadSince: null, leasedUntil: null, attempts: 0 },
    }),
  );
  return count;
}

export interface OutboxState {
  readonly waiting: number;
  readonly dead: number;
  /** Seconds since the oldest of those that wait was written; 0 if none waits. */
  readonly oldestSeconds: number;
}

export const outboxState = (records: Records): Promise<OutboxState> => records.withDirectory(outboxIn);

/** As outboxState, for whoever sees the outbox of all organisations already. */
export async function outboxIn(db: Prisma.TransactionClient): Promise<OutboxState> {
  const [state] = await db.$queryRaw<OutboxState[]>`
    SELECT count(*) FILTER (WHERE dead_since IS NULL)::int AS waiting,
      count(*) FILTER (WHERE dead_since IS NOT NULL)::int AS dead,
      coalesce(floor(extract(epoch FROM now() - min(created_at) FILTER (WHERE dead_since IS NULL))), 0)::int
        AS "oldestSeconds"
    FROM outbox_entries WHERE delivered_at IS NULL`;
  return state ?? { waiting: 0, dead: 0, oldestSeconds: 0 };
}

/** Clears away what was delivered before `keepMs` ago. Returns how many. */
export async function clearDelivered(records: Records, keepMs: number): Promise<number> {
  return records.withDirectory(
    (db) => db.$executeRaw`DELETE FROM outbox_entries WHERE delivered_at < now() - ${keepMs} * interval '1 ms'`,
  );
}

const waiting = { deliveredAt: null } satisfies Prisma.OutboxEntryWhereInput;

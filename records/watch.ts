import { optOutDueAt } from '../workflows/marketing-opt-out/rules';
import { type CaseStatus, type CheckpointKind, caseStatuses, checkpointKinds } from '../workflows/urgent-care/words';
import type { Prisma } from './generated/client';
import { type OutboxState, outboxIn } from './outbox';
import { type Purpose, purposes } from './purposes';
import type { Records } from './records';

/** How Heed fares in all organisations together: what an on-call engineer watches. Counts and seconds, nobody's. */
export interface Readings {
  readonly cases: Readonly<Record<CaseStatus, number>>;
  /** Moments at which a process waits for a person. */
  readonly checkpoints: Readonly<Record<CheckpointKind, WaitingForPerson>>;
  /** Messages that are written and with no vendor yet. */
  readonly messages: Readonly<Record<Purpose, Waiting>>;
  readonly outbox: OutboxState;
  /** What platforms have yet to take. `dead`: what was given up, and can be sent again. */
  readonly webhooks: { readonly waiting: Waiting; readonly dead: number };
  readonly optOuts: Readonly<Record<Nearness, number>>;
  /** Whose time is over, and whose notice is old enough, without an erasure. */
  readonly retentionsOverdue: number;
  readonly erasures: { readonly underWay: Waiting; readonly held: number };
}

export interface Waiting {
  readonly count: number;
  /** How long the one that waits longest has waited; 0 if none does. */
  readonly oldestSeconds: number;
}

export interface WaitingForPerson extends Waiting {
  readonly overdue: number;
}

/** How near the deadline of an opt-out is that not every list has confirmed. */
export const nearnesses = ['overdue', 'within-a-day', 'within-two-days', 'later'] as const;
export type Nearness = (typeof nearnesses)[number];

/** @param at business time, by which waiting times are counted */
export const readings = (records: Records, at: Date): Promise<Readings> =>
  records.watching(async (db) => ({
    cases: await casesByStatus(db),
    checkpoints: await openCheckpoints(db, at),
    messages: await messagesToHandOver(db, at),
    outbox: await outboxIn(db),
    webhooks: await webhooksOut(db, at),
    optOuts: await optOutsByNearness(db, at),
    retentionsOverdue: await retentionsOverdue(db, at),
    erasures: await openErasures(db, at),
  }));

type Db = Prisma.TransactionClient;

async function casesByStatus(db: Db): Promise<Readings['cases']> {
  const rows = await db.$queryRaw<{ name: string; count: number }[]>`
    SELECT status AS name, count(*)::int AS count FROM cases GROUP BY status`;
  return each(caseStatuses, rows, ({ count }) => count, 0);
}

const none: Waiting = { count: 0, oldestSeconds: 0 };

async function openCheckpoints(db: Db, at: Date): Promise<Readings['checkpoints']> {
  const rows = await db.$queryRaw<(WaitingForPerson & { name: string })[]>`
    SELECT kind AS name, count(*)::int AS count, (count(*) FILTER (WHERE due_at < ${at}::timestamptz))::int AS overdue,
      greatest(extract(epoch FROM ${at}::timestamptz - min(opened_at)), 0)::float AS "oldestSeconds"
    FROM checkpoints GROUP BY kind`;
  return each(checkpointKinds, rows, (row): WaitingForPerson => row, { ...none, overdue: 0 });
}

async function messagesToHandOver(db: Db, at: Date): Promise<Readings['messages']> {
  const rows = await db.$queryRaw<(Waiting & { name: string })[]>`
    SELECT purpose AS name, count(*)::int AS count,
      greatest(extract(epoch FROM ${at}::timestamptz - min(created_at)), 0)::float AS "oldestSeconds"
    FROM dispatches GROUP BY purpose`;
  return each(purposes, rows, (row): Waiting => row, none);
}

async function webhooksOut(db: Db, at: Date): Promise<Readings['webhooks']> {
  const rows = await db.$queryRaw<(Waiting & { name: string })[]>`
    SELECT CASE WHEN dead_since IS NULL THEN 'waiting' ELSE 'dead' END AS name, count(*)::int AS count,
      greatest(extract(epoch FROM ${at}::timestamptz - min(at)), 0)::float AS "oldestSeconds"
    FROM webhook_deliveries GROUP BY 1`;
  const { waiting, dead } = each(['waiting', 'dead'], rows, (row): Waiting => row, none);
  return { waiting, dead: dead.count };
}

async function optOutsByNearness(db: Db, at: Date): Promise<Readings['optOuts']> {
  const rows = await db.$queryRaw<{ name: string; count: number }[]>`
    SELECT CASE WHEN received_at < ${receivedIfDue(at)}::timestamptz THEN 'overdue'
      WHEN received_at < ${receivedIfDue(at, dayMs)}::timestamptz THEN 'within-a-day'
      WHEN received_at < ${receivedIfDue(at, 2 * dayMs)}::timestamptz THEN 'within-two-days'
      ELSE 'later' END AS name, count(*)::int AS count
    FROM opt_outs GROUP BY name`;
  return each(nearnesses, rows, ({ count }) => count, 0);
}

const dayMs = 24 * 60 * 60_000;

/** When an opt-out was received that is due this long after that instant. */
const receivedIfDue = (at: Date, laterMs = 0): Date => new Date(at.getTime() + laterMs - optOutDueAt(0));

async function retentionsOverdue(db: Db, at: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM retentions WHERE greatest(due_at, put_off_until) < ${at}::timestamptz`;
  return row?.count ?? 0;
}

async function openErasures(db: Db, at: Date): Promise<Readings['erasures']> {
  const rows = await db.$queryRaw<(Waiting & { name: string })[]>`
    SELECT status AS name, count(*)::int AS count,
      greatest(extract(epoch FROM ${at}::timestamptz - min(requested_at)), 0)::float AS "oldestSeconds"
    FROM erasures GROUP BY status`;
  const byStatus = each(['under-way', 'held'], rows, (row): Waiting => row, none);
  return { underWay: byStatus['under-way'], held: byStatus.held.count };
}

/** What was counted under each name: where nothing was, what stands for that. */
function each<Name extends string, Row extends { readonly name: string }, Value>(
  names: readonly Name[],
  rows: readonly Row[],
  numberIn: (row: Row) => Value,
  nothing: Value,
): Readonly<Record<Name, Value>> {
  const byName = new Map(rows.map((row) => [row.name, numberIn(row)]));
  return Object.fromEntries(names.map((name) => [name, byName.get(name) ?? nothing])) as Record<Name, Value>;
}

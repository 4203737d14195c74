import type { Records } from '../records';
import { tellStaffOf } from '../staff-notices/staff-notice';
import type { Work } from '../work';
import { giveUpWhatWaits, secretsInUse, wordsOf } from './endpoints';

/** The relay's side of deliveries: which are due, what is sent, and what came of it. docs/adr/0028 */

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** What comes between one try and the next; after the last it is a dead letter. Standard Webhooks, "Deliverability" */
export const waitsMs: readonly number[] = [
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
];

/** An endpoint that has taken nothing for so long, although it was sent something, is sent nothing any more. */
export const failsForMs = 5 * 24 * hourMs;

/** One try of one delivery. Its result counts as long as nobody else has begun another. */
export interface LeasedDelivery {
  readonly id: string;
  readonly organisationId: string;
  readonly endpointId: string;
  /** Which one it is, counted from 1. */
  readonly attempt: number;
}

export interface DeliveryToSend {
  readonly id: string;
  readonly url: string;
  /** Each of them signs. */
  readonly secrets: readonly string[];
  readonly body: string;
}

/** `gone`: whoever listens there says that nobody will any more (410). `because`: a status or an error's name. */
export type DeliveryAnswer = 'taken' | 'gone' | { readonly because: string };

export interface LeaseTerms {
  /** Longer than a try can take, so that no delivery is sent by two relays at once. */
  readonly leaseMs: number;
  readonly mostEndpoints: number;
  readonly mostOfEach: number;
  /** Endpoints that are busy with an earlier round. */
  readonly except: readonly string[];
}

/** What is due: of each endpoint and subject the oldest that waits, and nothing behind it. */
export async function leaseDueDeliveries(
  records: Records,
  { leaseMs, mostEndpoints, mostOfEach, except }: LeaseTerms,
): Promise<readonly LeasedDelivery[]> {
  const rows = await records.withDirectory(
    (db) => db.$queryRaw<{ id: string; organisation_id: string; endpoint_id: string; attempts: number }[]>`
      UPDATE webhook_deliveries SET attempts = attempts + 1, due_at = now() + ${leaseMs} * interval '1 ms'
      WHERE id IN (
        SELECT due.id
        FROM (SELECT DISTINCT endpoint_id FROM webhook_deliveries
              WHERE delivered_at IS NULL AND dead_since IS NULL AND due_at <= now()
                AND endpoint_id <> ALL(${except}::uuid[])
              LIMIT ${mostEndpoints}) endpoint
        CROSS JOIN LATERAL (
          SELECT d.id FROM webhook_deliveries d
          WHERE d.endpoint_id = endpoint.endpoint_id AND d.delivered_at IS NULL AND d.dead_since IS NULL
            AND d.due_at <= now()
            AND NOT EXISTS (
              SELECT FROM webhook_deliveries earlier
              WHERE earlier.endpoint_id = d.endpoint_id AND earlier.subject_id = d.subject_id AND earlier.seq < d.seq
                AND earlier.delivered_at IS NULL AND earlier.dead_since IS NULL)
          ORDER BY d.seq LIMIT ${mostOfEach} FOR UPDATE OF d SKIP LOCKED) due)
      RETURNING id, organisation_id, endpoint_id, attempts`,
  );
  return rows.map(({ id, organisation_id, endpoint_id, attempts }) => ({
    id,
    organisationId: organisation_id,
    endpointId: endpoint_id,
    attempt: attempts,
  }));
}

/** What this try sends; null: it has been settled or erased meanwhile, or its endpoint removed. */
export async function openDelivery(work: Work, { id, attempt }: LeasedDelivery): Promise<DeliveryToSend | null> {
  const row = await work.db.webhookDelivery.findUnique({ where: { id } });
  if (!row || row.attempts !== attempt || row.deliveredAt !== null || row.deadSince !== null) return null;
  const endpoint = await work.db.webhookEndpoint.findUniqueOrThrow({ where: { id: row.endpointId } });
  if (endpoint.removedAt !== null) {
    await giveUpWhatWaits(work, endpoint.id, 'endpoint-removed');
    return null;
  }
  const { url, secrets } = await wordsOf(work, endpoint);
  return {
    id,
    url,
    secrets: secretsInUse(secrets, work.at).map(({ secret }) => secret),
    body: JSON.stringify({ type: row.type, timestamp: row.at.toISOString(), data: row.data }),
  };
}

/** Puts on record what came of a try. One that came too late, after another had begun, changes nothing. */
export async function settleDelivery(work: Work, leased: LeasedDelivery, answer: DeliveryAnswer): Promise<void> {
  if (answer === 'taken') return taken(work, leased);
  const because = answer === 'gone' ? '410' : answer.because;
  const wait = answer === 'gone' ? undefined : waitsMs[leased.attempt - 1];
  const { id, endpointId, attempt } = leased;
  const settled =
    wait === undefined
      ? await work.db.$executeRaw`
          UPDATE webhook_deliveries SET dead_since = now(), last_error = ${because}
          WHERE id = ${id}::uuid AND attempts = ${attempt} AND delivered_at IS NULL AND dead_since IS NULL`
      : await work.db.$executeRaw`
          UPDATE webhook_deliveries SET due_at = now() + ${wait} * interval '1 ms', last_error = ${because}
          WHERE id = ${id}::uuid AND attempts = ${attempt} AND delivered_at IS NULL AND dead_since IS NULL`;
  if (settled === 0) return;
  if (answer === 'gone' || (await failsForTooLong(work, endpointId))) {
    await disable(work, endpointId, answer === 'gone' ? 'gone' : 'failing');
  }
}

/** Deletes what was settled longer ago than this. Returns how many. */
export const clearSettledDeliveries = (records: Records, olderThanMs: number): Promise<number> =>
  records.withDirectory(
    (db) => db.$executeRaw`
      DELETE FROM webhook_deliveries
      WHERE coalesce(delivered_at, dead_since) < now() - ${olderThanMs} * interval '1 ms'`,
  );

/** Taken is taken, although it was given up while it was under way. */
async function taken(work: Work, { id, endpointId, attempt }: LeasedDelivery): Promise<void> {
  await work.db.$executeRaw`
    UPDATE webhook_deliveries SET delivered_at = now(), dead_since = NULL, last_error = NULL
    WHERE id = ${id}::uuid AND attempts = ${attempt} AND delivered_at IS NULL`;
  await work.db.webhookEndpoint.updateMany({
    where: { id: endpointId, OR: [{ failingSince: { not: null } }, { disabledAt: { not: null } }] },
    data: { failingSince: null, disabledAt: null, disabledBecause: null },
  });
}

async function failsForTooLong({ db, at }: Work, id: string): Promise<boolean> {
  await db.webhookEndpoint.updateMany({ where: { id, failingSince: null }, data: { failingSince: at } });
  const { failingSince } = await db.webhookEndpoint.findUniqueOrThrow({ where: { id } });
  return failingSince !== null && at.getTime() - failingSince.getTime() >= failsForMs;
}

/** Once for each time that it was enabled: admin is told, and what waits can be sent again when its cause is mended. */
async function disable(work: Work, endpointId: string, because: 'gone' | 'failing'): Promise<void> {
  const { count } = await work.db.webhookEndpoint.updateMany({
    where: { id: endpointId, disabledAt: null, removedAt: null },
    data: { disabledAt: work.at, disabledBecause: because },
  });
  if (count === 0) return;
  await giveUpWhatWaits(work, endpointId, 'endpoint-disabled');
  await tellStaffOf(work, 'webhook-endpoint-disabled', `${endpointId}/${work.at.getTime()}`);
}

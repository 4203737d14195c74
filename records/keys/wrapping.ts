import type { Pool } from 'pg';
import type { KeyRing } from '../../runtime/config';
import { seal, unseal } from '../sealing';

/** Keys lie in their database wrapped by a key of the ring: its first one wraps, all of them unwrap. */
export interface Wrapping {
  wrap(subject: string, key: Buffer): Wrapped;
  /** @throws if the ring does not hold the key that wrapped it */
  unwrap(subject: string, wrapped: Wrapped): Buffer;
}

/** The columns of a wrapped key. */
export interface Wrapped {
  readonly ring_key_id: string;
  readonly wrapped: Buffer;
}

export function createWrapping(ring: KeyRing): Wrapping {
  const current = ring[0];
  if (!current) throw new Error('The key ring is empty.');
  return {
    wrap: (subject, key) => ({ ring_key_id: current.id, wrapped: Buffer.from(seal(current.key, subject, key)) }),
    unwrap: (subject, { ring_key_id: id, wrapped }) => {
      const found = ring.find((key) => key.id === id);
      if (!found) throw new Error(`A data key is wrapped by ring key ${id}, which is not in ENCRYPTION_KEYS.`);
      return unseal(found.key, subject, wrapped);
    },
  };
}

/** Every table of wrapped keys, and what each is called by there. */
const tables = [
  { table: 'data_keys', subject: 'subject_id' },
  { table: 'payload_keys', subject: 'id' },
] as const;

/** Puts what is wrapped by the ring's older keys under its first one. */
export interface Rewrapping {
  /**
   * Key by key, each in a statement of its own: nobody waits for it, and when it is ended in the middle, the next run goes
   * on from there. A key that is destroyed meanwhile stays destroyed. Resolves to how many it put under the first key.
   */
  rewrapAll(): Promise<number>;
  /** How many keys each key of a ring wraps now, by its id. */
  wrappedBy(): Promise<ReadonlyMap<string, number>>;
  /** Since when payloads have keys of their own, which are among the wrapped; null: not yet. */
  payloadsSince(): Promise<Date | null>;
}

const batch = 500;
const beforeAll = '00000000-0000-0000-0000-000000000000';

export function createRewrapping(pool: Pool, ring: KeyRing): Rewrapping {
  const wrapping = createWrapping(ring);

  const rewrapTable = async ({ table, subject }: (typeof tables)[number]): Promise<number> => {
    let rewrapped = 0;
    let last = beforeAll;
    for (;;) {
      const { rows } = await pool.query<Wrapped & { subject: string }>(
        `SELECT ${subject} AS subject, ring_key_id, wrapped FROM ${table}
         WHERE ring_key_id <> $1 AND ${subject} > $2 ORDER BY ${subject} LIMIT ${batch}`,
        [ring[0]?.id, last],
      );
      for (const row of rows) {
        const { ring_key_id, wrapped } = wrapping.wrap(row.subject, wrapping.unwrap(row.subject, row));
        const { rowCount } = await pool.query(
          `UPDATE ${table} SET ring_key_id = $3, wrapped = $4 WHERE ${subject} = $1 AND wrapped = $2`,
          [row.subject, row.wrapped, ring_key_id, wrapped],
        );
        rewrapped += rowCount ?? 0;
        last = row.subject;
      }
      if (rows.length < batch) return rewrapped;
    }
  };

  return {
    rewrapAll: async () => {
      let rewrapped = 0;
      for (const table of tables) rewrapped += await rewrapTable(table);
      return rewrapped;
    },
    wrappedBy: async () => {
      const all = tables.map(({ table }) => `SELECT ring_key_id FROM ${table}`).join(' UNION ALL ');
      const { rows } = await pool.query<{ id: string; count: number }>(
        `SELECT ring_key_id AS id, count(*)::int AS count FROM (${all}) AS wrapped GROUP BY 1 ORDER BY 1`,
      );
      return new Map(rows.map(({ id, count }) => [id, count]));
    },
    payloadsSince: async () => {
      const { rows } = await pool.query<{ since: Date | null }>('SELECT min(created_at) AS since FROM payload_keys');
      return rows[0]?.since ?? null;
    },
  };
}

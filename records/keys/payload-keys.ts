import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { KeyRing } from '../../runtime/config';
import type { PayloadKeys } from '../../runtime/temporal/payload-codec';
import { sayIfAway } from '../away';
import { newId } from '../ids';
import { createWrapping, type Wrapped } from './wrapping';

/**
 * The key under which Temporal holds payloads, wrapped as a person's key is. A history cannot be written anew, and a
 * process may wait for years: with a key of its own between, the ring rotates all the same. docs/adr/0024
 */
export function createPayloadKeys(pool: Pool, ring: KeyRing): PayloadKeys {
  const wrapping = createWrapping(ring);
  const known = new Map<string, Buffer>();
  let toSeal: string | undefined;

  type Row = Wrapped & { readonly id: string };
  const read = async (which: string, values: readonly unknown[] = []): Promise<Row | undefined> => {
    const { rows } = await pool.query<Row>(`SELECT id, ring_key_id, wrapped FROM payload_keys ${which}`, [...values]);
    return rows[0];
  };
  const opened = (row: Row): { readonly id: string; readonly key: Buffer } => {
    const key = wrapping.unwrap(row.id, row);
    known.set(row.id, key);
    return { id: row.id, key };
  };
  const first = (): Promise<Row | undefined> => read('ORDER BY created_at, id LIMIT 1');
  /** Two that come first at once make one each: either opens everywhere, and whoever starts later takes the first. */
  const make = async (): Promise<Row> => {
    const id = newId();
    const { ring_key_id, wrapped } = wrapping.wrap(id, randomBytes(32));
    await pool.query('INSERT INTO payload_keys (id, ring_key_id, wrapped, created_at) VALUES ($1, $2, $3, now())', [
      id,
      ring_key_id,
      wrapped,
    ]);
    return { id, ring_key_id, wrapped };
  };
  const orAway = async <T>(asked: Promise<T>): Promise<T> => {
    try {
      return await asked;
    } catch (error) {
      throw sayIfAway(error);
    }
  };

  return {
    toSeal: async () => {
      const key = toSeal === undefined ? undefined : known.get(toSeal);
      if (toSeal !== undefined && key) return { id: toSeal, key };
      const made = opened((await orAway(first())) ?? (await orAway(make())));
      toSeal = made.id;
      return made;
    },
    toOpen: async (id) => {
      const key = known.get(id);
      if (key) return key;
      const row = await orAway(read('WHERE id = $1', [id]));
      if (!row) throw new Error(`The payload's key ${id} is not in the keys database.`);
      return opened(row).key;
    },
  };
}

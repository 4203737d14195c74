import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { KeyRing } from '../../runtime/config';
import { HeedError } from '../errors';
import { seal, unseal } from '../sealing';

/** Each person's own key, wrapped by the key ring, in a database apart. An organisation has one for its staff. */
export interface DataKeys {
  /** The subject's key, to seal with; made when first asked for. 32 bytes. */
  keyToSeal(subjectId: string, organisationId: string): Promise<Buffer>;
  /** The subject's key, to open with. @throws NotFound once it was destroyed */
  keyToOpen(subjectId: string): Promise<Buffer>;
  /** Destroys the subject's key, if this organisation has one of theirs. Nothing brings it back. */
  destroy(subjectId: string, organisationId: string): Promise<void>;
  close(): Promise<void>;
}

interface Row {
  readonly ring_key_id: string;
  readonly wrapped: Buffer;
}

export function createDataKeys(pool: Pool, ring: KeyRing): DataKeys {
  const current = ring[0];
  if (!current) throw new Error('The key ring is empty.');

  const find = async (subjectId: string): Promise<Buffer | undefined> => {
    const { rows } = await pool.query<Row>('SELECT ring_key_id, wrapped FROM data_keys WHERE subject_id = $1', [
      subjectId,
    ]);
    return rows[0] && unwrap(ring, subjectId, rows[0]);
  };

  return {
    keyToSeal: async (subjectId, organisationId) => {
      const known = await find(subjectId);
      if (known) return known;
      // Two that come first at once: the one who loses reads what the other wrote.
      await pool.query(
        `INSERT INTO data_keys (subject_id, organisation_id, ring_key_id, wrapped, created_at)
         VALUES ($1, $2, $3, $4, now()) ON CONFLICT DO NOTHING`,
        [subjectId, organisationId, current.id, Buffer.from(seal(current.key, subjectId, randomBytes(32)))],
      );
      const made = await find(subjectId);
      if (!made) throw new Error('The data key that was just made is gone.');
      return made;
    },
    keyToOpen: async (subjectId) => {
      const known = await find(subjectId);
      if (!known) throw new HeedError('not-found', 'erased', 'What was written here was erased.');
      return known;
    },
    destroy: async (subjectId, organisationId) => {
      const whose = 'subject_id = $1 AND organisation_id = $2';
      await pool.query(`DELETE FROM data_keys WHERE ${whose}`, [subjectId, organisationId]);
    },
    close: () => pool.end(),
  };
}

function unwrap(ring: KeyRing, subjectId: string, { ring_key_id: id, wrapped }: Row): Buffer {
  const found = ring.find((key) => key.id === id);
  if (!found) throw new Error(`A data key is wrapped by ring key ${id}, which is not in ENCRYPTION_KEYS.`);
  return unseal(found.key, subjectId, wrapped);
}

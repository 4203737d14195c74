import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { KeyRing } from '../../runtime/config';
import { HeedError } from '../errors';
import { createErasureLedger, type ErasureLedger, lockSubject } from './erasure-ledger';
import { transactionIn } from './transaction';
import { createRewrapping, createWrapping, type Rewrapping, type Wrapped } from './wrapping';

/** Each person's own key, wrapped by the key ring, in a database apart. An organisation has one for its staff. */
export interface DataKeys {
  /**
   * The subject's key, to seal with; made when first asked for. 32 bytes.
   * @throws NotFound for somebody who was erased: nobody becomes known again by a late write
   */
  keyToSeal(subjectId: string, organisationId: string): Promise<Buffer>;
  /** The subject's key, to open with. @throws NotFound once it was destroyed */
  keyToOpen(subjectId: string): Promise<Buffer>;
  /** As keyToOpen, of all of these that have one. */
  keysToOpen(subjectIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** Destroys the subject's key, if this organisation has one of theirs. Nothing brings it back. */
  destroy(subjectId: string, organisationId: string): Promise<void>;
  /** Which of them have a key. */
  known(subjectIds: readonly string[]): Promise<readonly string[]>;
  /** Which of these organisations' subjects have a key. */
  stillThere(subjects: readonly KeyOwner[]): Promise<readonly KeyOwner[]>;
  readonly ledger: ErasureLedger;
  readonly rewrapping: Rewrapping;
  close(): Promise<void>;
}

/** Whose a key is. */
export interface KeyOwner {
  readonly organisationId: string;
  readonly subjectId: string;
}

/** Asked in nearly every transaction: by its name each connection parses and plans it once. */
const keyOfSubject = {
  name: 'heed_key_of_subject',
  text: 'SELECT ring_key_id, wrapped FROM data_keys WHERE subject_id = $1',
};

export function createDataKeys(pool: Pool, ring: KeyRing): DataKeys {
  const wrapping = createWrapping(ring);

  const find = async (subjectId: string): Promise<Buffer | undefined> => {
    const { rows } = await pool.query<Wrapped>({ ...keyOfSubject, values: [subjectId] });
    return rows[0] && wrapping.unwrap(subjectId, rows[0]);
  };

  /** Two that come first at once: the one who loses reads what the other wrote. Whoever was erased gets none. */
  const makeKey = (subjectId: string, organisationId: string): Promise<void> =>
    transactionIn(pool, async (connection) => {
      await lockSubject(connection, subjectId);
      const { ring_key_id, wrapped } = wrapping.wrap(subjectId, randomBytes(32));
      await connection.query(
        `INSERT INTO data_keys (subject_id, organisation_id, ring_key_id, wrapped, created_at)
         SELECT $1, $2, $3, $4, now() WHERE NOT EXISTS (SELECT FROM erasure_ledger WHERE client_id = $1 AND whole)
         ON CONFLICT DO NOTHING`,
        [subjectId, organisationId, ring_key_id, wrapped],
      );
    });

  return {
    keyToSeal: async (subjectId, organisationId) => {
      const known = await find(subjectId);
      if (known) return known;
      await makeKey(subjectId, organisationId);
      const made = await find(subjectId);
      if (!made) throw erased();
      return made;
    },
    keyToOpen: async (subjectId) => {
      const known = await find(subjectId);
      if (!known) throw erased();
      return known;
    },
    keysToOpen: async (subjectIds) => {
      const { rows } = await pool.query<Wrapped & { readonly subject_id: string }>(
        'SELECT subject_id, ring_key_id, wrapped FROM data_keys WHERE subject_id = ANY($1)',
        [subjectIds],
      );
      return new Map(rows.map((row) => [row.subject_id, wrapping.unwrap(row.subject_id, row)]));
    },
    destroy: async (subjectId, organisationId) => {
      const whose = 'subject_id = $1 AND organisation_id = $2';
      await pool.query(`DELETE FROM data_keys WHERE ${whose}`, [subjectId, organisationId]);
    },
    known: async (subjectIds) => {
      const { rows } = await pool.query<{ subject_id: string }>(
        'SELECT subject_id FROM data_keys WHERE subject_id = ANY($1)',
        [subjectIds],
      );
      return rows.map(({ subject_id }) => subject_id);
    },
    stillThere: async (subjects) => {
      const { rows } = await pool.query<KeyOwner>(
        `SELECT organisation_id AS "organisationId", subject_id AS "subjectId" FROM data_keys
         JOIN unnest($1::uuid[], $2::uuid[]) AS asked (organisation_id, subject_id) USING (organisation_id, subject_id)`,
        [subjects.map(({ organisationId }) => organisationId), subjects.map(({ subjectId }) => subjectId)],
      );
      return rows;
    },
    ledger: createErasureLedger(pool),
    rewrapping: createRewrapping(pool, ring),
    close: () => pool.end(),
  };
}

const erased = (): HeedError => new HeedError('not-found', 'erased', 'What was written here was erased.');

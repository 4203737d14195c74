import type { Pool, PoolClient } from 'pg';
import type { ErasureBasis } from '../../workflows/erasure/contract';
import type { RetentionCategory } from '../../workflows/retention/words';
import { transactionIn } from './transaction';

/** What was erased, as it is kept beside the keys: a restored main database is told from here what must go again. */
export interface LedgerEntry {
  readonly erasureId: string;
  readonly organisationId: string;
  readonly clientId: string;
  readonly basis: ErasureBasis;
  readonly categories: readonly RetentionCategory[];
  /** Nothing is left, and the client's key is destroyed. */
  readonly whole: boolean;
  readonly erasedAt: Date;
}

export interface ErasureLedger {
  /**
   * Writes the entry and destroys these subjects' keys, in one transaction: there is no moment at which the one is true
   * without the other. Again and again it changes nothing.
   */
  enter(entry: LedgerEntry, subjects: readonly string[]): Promise<void>;
  /** Every entry, oldest first. */
  entries(): Promise<readonly LedgerEntry[]>;
}

export function createErasureLedger(pool: Pool): ErasureLedger {
  return {
    enter: (entry, subjects) =>
      transactionIn(pool, async (connection) => {
        for (const subject of [...subjects].sort()) await lockSubject(connection, subject);
        await connection.query(
          `INSERT INTO erasure_ledger (erasure_id, organisation_id, client_id, basis, categories, whole, erased_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (erasure_id) DO UPDATE SET basis = excluded.basis, categories = excluded.categories,
             whole = erasure_ledger.whole OR excluded.whole, erased_at = excluded.erased_at
           WHERE erasure_ledger.categories <> excluded.categories OR erasure_ledger.whole <> excluded.whole`,
          [
            entry.erasureId,
            entry.organisationId,
            entry.clientId,
            entry.basis,
            entry.categories,
            entry.whole,
            entry.erasedAt,
          ],
        );
        await connection.query('DELETE FROM data_keys WHERE subject_id = ANY($1)', [subjects]);
      }),
    entries: async () => {
      const { rows } = await pool.query<LedgerEntry>(
        `SELECT erasure_id AS "erasureId", organisation_id AS "organisationId", client_id AS "clientId", basis, categories,
           whole, erased_at AS "erasedAt" FROM erasure_ledger ORDER BY erased_at, erasure_id`,
      );
      return rows;
    },
  };
}

/** Whoever makes a key for a subject, or destroys it, does so alone until the transaction ends. */
export async function lockSubject(connection: PoolClient, subjectId: string): Promise<void> {
  await connection.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [subjectId]);
}

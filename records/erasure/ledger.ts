import type { LedgerEntry } from '../keys/erasure-ledger';
import type { Records } from '../records';
import type { Work } from '../work';
import { stepOf } from './erased';
import { keysDestroyed, ledgerWritten } from './keys';

/** The record of erasures against the ledger beside the keys: they differ after one of the two was restored. */
export interface Differences {
  /** In the ledger, and not in the data: an older backup of the main database was restored. */
  readonly toErase: readonly LedgerEntry[];
  /** In the data, and not in the ledger: an older backup of the keys was restored, and with it keys that were destroyed. */
  readonly toDestroy: readonly { readonly organisationId: string; readonly erasureId: string }[];
}

interface OnRecord {
  readonly erasureId: string;
  readonly organisationId: string;
  readonly status: string;
  readonly steps: readonly string[];
}

/** Ids and enums only, in all organisations at once. An erasure that is under way finishes by itself, and is no difference. */
export async function compareWithLedger(records: Records): Promise<Differences> {
  // The ledger first: whatever is entered meanwhile is on record already.
  const entries = await records.keys.ledger.entries();
  const onRecord = await records.withDirectory(
    (db) => db.$queryRaw<OnRecord[]>`
      SELECT e.id AS "erasureId", e.organisation_id AS "organisationId", e.status,
        coalesce(array_agg(s.step) FILTER (WHERE s.step IS NOT NULL), '{}') AS steps
      FROM erasures e LEFT JOIN erasure_steps s ON s.erasure_id = e.id GROUP BY e.id, e.organisation_id, e.status`,
  );
  const byId = new Map(onRecord.map((row) => [row.erasureId, row]));
  const entered = new Set(entries.map(({ erasureId }) => erasureId));
  return {
    toErase: entries.filter((entry) => isAhead(entry, byId.get(entry.erasureId))),
    toDestroy: onRecord.filter(
      ({ erasureId, steps }) => !entered.has(erasureId) && steps.some((step) => afterLedger.has(step)),
    ),
  };
}

const afterLedger: ReadonlySet<string> = new Set([keysDestroyed, ledgerWritten]);

function isAhead({ categories, whole }: LedgerEntry, known: OnRecord | undefined): boolean {
  if (!known) return true;
  if (known.status === 'under-way') return false;
  const done = new Set(known.steps);
  return categories.some((category) => !done.has(stepOf(category))) || (whole && !done.has(keysDestroyed));
}

/** Puts an erasure back on record as it was ordered, so that it is carried out once more. */
export async function putBackOnRecord(work: Work, entry: LedgerEntry): Promise<void> {
  const { erasureId: id, clientId, basis, categories, whole } = entry;
  const { db, organisationId, at } = work;
  // One is under way at a time; what another one still has to do, it does after this.
  await db.erasure.updateMany({
    where: { clientId, status: 'under-way', NOT: { id } },
    data: { status: 'held', doneAt: at },
  });
  const again = { categories: [...categories], status: 'under-way', doneAt: null };
  await db.erasure.upsert({
    where: { id },
    create: { id, organisationId, clientId, basis, requestedAt: at, ...again },
    update: again,
  });
  // What was held on the day of the backup was not held any more when all of it went.
  if (whole) {
    await db.$executeRaw`
      UPDATE holds SET lifted_by = placed_by, lifted_at = ${at} WHERE client_id = ${clientId}::uuid AND lifted_at IS NULL`;
  }
}

/** Other erasures of the same client go on, and find what is left to do. */
export async function letOthersGoOn({ db }: Work, { clientId, erasureId }: LedgerEntry): Promise<void> {
  const [other] = await db.erasure.findMany({ where: { clientId, status: 'held', NOT: { id: erasureId } }, take: 1 });
  if (other) await db.erasure.update({ where: { id: other.id }, data: { status: 'under-way', doneAt: null } });
}

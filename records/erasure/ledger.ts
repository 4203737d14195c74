import type { KeyOwner } from '../keys/data-keys';
import type { LedgerEntry } from '../keys/erasure-ledger';
import type { Records } from '../records';
import type { Work } from '../work';
import { keysBroughtBack } from './destroyed-keys';
import { isOfCategory, stepOf } from './erased';
import { keysDestroyed, ledgerWritten } from './keys';

/** The record of erasures against the ledger beside the keys: they differ after one of the two was restored. */
export interface Differences {
  /** In the ledger, and not in the data: an older backup of the main database was restored. */
  readonly toErase: readonly LedgerEntry[];
  /** In the data, and not in the ledger: an older backup of the keys was restored, and with it keys that were destroyed. */
  readonly toDestroy: readonly { readonly organisationId: string; readonly erasureId: string }[];
  /** Keys that were destroyed without an erasure, and are there again with an older backup of the keys. */
  readonly keysBack: readonly KeyOwner[];
}

interface OnRecord {
  readonly erasureId: string;
  readonly organisationId: string;
  readonly status: string;
  readonly steps: readonly string[];
}

/** Ids and enums only, in all organisations at once. What an erasure that is under way still does by itself is no difference. */
export async function compareWithLedger(records: Records): Promise<Differences> {
  // The ledger before the record, since whatever is entered meanwhile is on record already; and once more after it.
  const before = await records.keys.ledger.entries();
  const onRecord = await records.withDirectory(
    (db) => db.$queryRaw<OnRecord[]>`
      SELECT e.id AS "erasureId", e.organisation_id AS "organisationId", e.status,
        coalesce(array_agg(s.step) FILTER (WHERE s.step IS NOT NULL), '{}') AS steps
      FROM erasures e LEFT JOIN erasure_steps s ON s.erasure_id = e.id GROUP BY e.id, e.organisation_id, e.status`,
  );
  const byId = new Map(onRecord.map((row) => [row.erasureId, row]));
  const toErase: LedgerEntry[] = [];
  for (const entry of before) if (await isAhead(records, entry, byId.get(entry.erasureId))) toErase.push(entry);
  const after = new Map((await records.keys.ledger.entries()).map((entry) => [entry.erasureId, entry]));
  return {
    toErase,
    toDestroy: onRecord.filter((known) => isBehind(after.get(known.erasureId), known)),
    keysBack: await keysBroughtBack(records),
  };
}

/** The ledger says that more is gone than the record. */
async function isAhead(records: Records, entry: LedgerEntry, known: OnRecord | undefined): Promise<boolean> {
  if (!known) return true;
  const done = new Set(known.steps);
  // A category is entered after it is on record, also while the erasure is under way.
  if (entry.categories.some((category) => !done.has(stepOf(category)))) return true;
  if (!entry.whole || done.has(keysDestroyed)) return false;
  // The keys went a moment ago, which is put on record next; or rows have come back whose keys are gone.
  return known.status !== 'under-way' || (await stillStands(records, entry));
}

const stillStands = (records: Records, { organisationId, clientId, erasedAt }: LedgerEntry): Promise<boolean> =>
  records.withOrganisation(
    organisationId,
    erasedAt,
    async ({ db }) => (await db.client.count({ where: { id: clientId } })) > 0,
  );

/** The ledger says that less is gone than the record: it is an older one, and so are the keys beside it. */
function isBehind(entry: LedgerEntry | undefined, { status, steps }: OnRecord): boolean {
  const done = new Set(steps);
  if (done.has(keysDestroyed) && !entry?.whole) return true;
  if (!done.has(ledgerWritten) && !done.has(keysDestroyed)) return false;
  if (!entry) return true;
  // While it is under way, what has just gone is entered next.
  const entered = new Set(entry.categories.map(stepOf));
  return status !== 'under-way' && steps.some((step) => isOfCategory(step) && !entered.has(step));
}

/** How many erasures, and keys that were destroyed without one, a restored backup has brought back. */
export async function erasuresToReplay(records: Records): Promise<number> {
  const { toErase, toDestroy, keysBack } = await compareWithLedger(records);
  return toErase.length + toDestroy.length + keysBack.length;
}

/** Puts an erasure back on record as it was ordered, so that it is carried out once more. */
export async function putBackOnRecord(work: Work, entry: LedgerEntry): Promise<void> {
  const { erasureId: id, clientId, basis, categories, whole, erasedAt } = entry;
  const { db, organisationId, at } = work;
  // One is under way at a time; what another one still has to do, it does after this.
  await db.erasure.updateMany({
    where: { clientId, status: 'under-way', NOT: { id } },
    data: { status: 'held', doneAt: at },
  });
  const again = { categories: [...categories], status: 'under-way', doneAt: null };
  await db.erasure.upsert({
    where: { id },
    // From when its deadline was counted, the ledger does not say; that was no later than it went.
    create: { id, organisationId, clientId, basis, requestedAt: at, countedFrom: erasedAt, ...again },
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

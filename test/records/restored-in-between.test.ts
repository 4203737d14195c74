import { replayLedger } from '../../activities/erasure/replay';
import { compareWithLedger } from '../../records/erasure/ledger';
import { newId } from '../../records/ids';
import type { Records } from '../../records/records';
import { liftHolds, placeHold } from '../../records/retention/holds';
import { retentionCategories } from '../../workflows/retention/words';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { erasureCarriedOut, erasureDeps, erasureOrdered } from '../support/erased-on-record';
import type { TestDatabase } from '../support/infrastructure';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { closedOnRecord, type WholeClient, wholeClient } from '../support/whole-client';

/** Backups that were made in the middle of somebody's erasures, or between two of them. */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
let client: WholeClient;
let backups: TestDatabase[];
beforeEach(async () => {
  backups = [];
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
  client = await wholeClient(here, 1);
  await closedOnRecord(underTest, client);
}, 60_000);
afterEach(async () => {
  await underTest?.stop();
  for (const backup of backups) await backup.drop();
});

async function backUp(): Promise<TestDatabase> {
  const backup = await underTest.database.backUp();
  backups.push(backup);
  return backup;
}

const differences = async (records: Records): Promise<readonly number[]> => {
  const { toErase, toDestroy } = await compareWithLedger(records);
  return [toErase.length, toDestroy.length];
};

const standIn = (records: Records): Promise<number> =>
  records.withOrganisation(here.organisation.id, new Date(), ({ db }) => db.client.count({ where: { id: client.id } }));

async function erasedInTwo(): Promise<void> {
  await erasureCarriedOut(underTest.records, await erasureOrdered(here, client.id, ['notes', 'account']));
  await erasureCarriedOut(underTest.records, await erasureOrdered(here, client.id));
}

test('who went in two erasures goes again in both, although their key went with the second', async () => {
  const backup = await backUp();
  await erasedInTwo();
  const restored = underTest.openWith({ DATABASE_URL: backup.databaseUrl });
  expect(await differences(restored)).toEqual([2, 0]);
  expect(await replayLedger(erasureDeps(restored))).toEqual({ erased: 2, destroyed: 0, keys: 0 });
  expect(await standIn(restored)).toBe(0);
  expect(await differences(restored)).toEqual([0, 0]);
});

test('an erasure that cannot be replayed is named, and stops no other', async () => {
  const backup = await backUp();
  const unknown = newId();
  await underTest.inKeys(
    `INSERT INTO erasure_ledger (erasure_id, organisation_id, client_id, basis, categories, whole, erased_at)
     VALUES ($1, $2, $3, 'retention', '{notes}', false, '2020-01-01')`,
    [unknown, newId(), newId()],
  );
  await erasedInTwo();
  const restored = underTest.openWith({ DATABASE_URL: backup.databaseUrl });
  await expect(replayLedger(erasureDeps(restored))).rejects.toThrow(
    `1 of 3 could not be replayed.\nErasure ${unknown}`,
  );
  expect(await standIn(restored)).toBe(0);
  expect(await differences(restored)).toEqual([1, 0]);
});

test('a key that comes back from the time in which a hold kept something is destroyed again', async () => {
  const dpo = { kind: 'staff', id: here.organisation.staff.dpo.id, name: 'The DPO' } as const;
  const hold = { categories: ['cases'], reason: 'A claim.', reviewOn: '2027-01-01' } as const;
  await here.transact((work) => placeHold(work, dpo, client.id, hold));
  const order = await erasureOrdered(here, client.id);
  await erasureCarriedOut(underTest.records, order);
  const backup = await backUp();
  await here.transact((work) => liftHolds(work, dpo, client.id));
  await erasureCarriedOut(underTest.records, order);
  expect(await differences(underTest.records)).toEqual([0, 0]);

  const restored = underTest.openWith({ KEYS_DATABASE_URL: backup.keysDatabaseUrl });
  expect(await restored.keys.known([client.id])).toEqual([client.id]);
  expect(await differences(restored)).toEqual([0, 1]);
  expect(await replayLedger(erasureDeps(restored))).toEqual({ erased: 0, destroyed: 1, keys: 0 });
  expect(await restored.keys.known([client.id])).toEqual([]);
  expect(await differences(restored)).toEqual([0, 0]);
});

test('what had been ordered and not begun on the day of the backup is a difference: its rows are back', async () => {
  const order = await erasureOrdered(here, client.id);
  const backup = await backUp();
  await erasureCarriedOut(underTest.records, order);
  const restored = underTest.openWith({ DATABASE_URL: backup.databaseUrl });
  expect(await differences(restored)).toEqual([1, 0]);
  expect(await replayLedger(erasureDeps(restored))).toEqual({ erased: 1, destroyed: 0, keys: 0 });
  expect(await standIn(restored)).toBe(0);
  expect(await differences(restored)).toEqual([0, 0]);
});

test('an erasure whose keys went a moment ago, which is not on record yet, is no difference', async () => {
  const order = await erasureOrdered(here, client.id, retentionCategories);
  await erasureCarriedOut(underTest.records, order);
  await underTest.asOwner(`UPDATE erasures SET status = 'under-way', done_at = NULL WHERE id = $1`, [order.erasureId]);
  await underTest.asOwner(`DELETE FROM erasure_steps WHERE erasure_id = $1 AND step = 'keys-destroyed'`, [
    order.erasureId,
  ]);
  expect(await differences(underTest.records)).toEqual([0, 0]);
});

import { replayLedger } from '../../activities/erasure/replay';
import { createReplayLook } from '../../records/erasure/await-replay';
import { keysBroughtBack } from '../../records/erasure/destroyed-keys';
import { endInterest, registerInterest } from '../../records/interests/interests';
import { forgetInterest } from '../../records/interests/no-contact';
import { completeOptOut } from '../../records/marketing/complete';
import { confirmByReadingBack } from '../../records/marketing/confirm';
import { listsOfOptOut } from '../../records/marketing/opt-out-row';
import type { Records } from '../../records/records';
import { heedItself } from '../../records/work';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { erasureCarriedOut, erasureDeps, erasureOrdered } from '../support/erased-on-record';
import type { TestDatabase } from '../support/infrastructure';
import { wholeOptOut } from '../support/marketing-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { until } from '../support/until';
import { closedOnRecord, type WholeClient, wholeClient } from '../support/whole-client';

/** What a process that serves finds when one of the databases is put back to an older day, and what it costs to look. */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
let client: WholeClient;
let backup: TestDatabase | undefined;
beforeEach(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
  backup = undefined;
  client = await wholeClient(here, 1);
  await closedOnRecord(underTest, client);
}, 60_000);
afterEach(async () => {
  await underTest?.stop();
  await backup?.drop();
});

/** The same records, and how often the whole ledger was read. */
function counted(records: Records): { readonly records: Records; readonly readings: () => number } {
  const { ledger } = records.keys;
  const entries = jest.fn(() => ledger.entries());
  const keys = { ...records.keys, ledger: { ...ledger, entries } };
  return { records: { ...records, keys }, readings: () => entries.mock.calls.length };
}

/** What is looked at next may be the last word of a connection that the restore has ended. */
async function found(look: () => Promise<number>): Promise<number> {
  const answered = () =>
    look().then(
      (left) => ({ left }),
      () => null,
    );
  return (await until('the databases answer', answered)).left;
}

test('what agrees is not read again, whatever is erased since', async () => {
  const { records, readings } = counted(underTest.records);
  const look = createReplayLook(records);
  expect(await look()).toBe(0);
  const before = readings();
  expect(before).toBeGreaterThan(0);
  await erasureCarriedOut(underTest.records, await erasureOrdered(here, client.id));
  for (let again = 0; again < 3; again += 1) expect(await look()).toBe(0);
  expect(readings()).toBe(before);
});

test('those who ask while it is read wait for one answer', async () => {
  const { records, readings } = counted(underTest.records);
  await createReplayLook(records)();
  const once = readings();
  const look = createReplayLook(records);
  expect(await Promise.all([look(), look(), look()])).toEqual([0, 0, 0]);
  expect(readings()).toBe(2 * once);
});

test.each(['main', 'keys'] as const)('an older %s database under a process that goes on is found', async (which) => {
  backup = await underTest.database.backUp();
  await erasureCarriedOut(underTest.records, await erasureOrdered(here, client.id));
  const look = createReplayLook(underTest.records);
  expect(await look()).toBe(0);

  await underTest.database.restore(which, backup);
  expect(await found(look)).toBe(1);
  await replayLedger(erasureDeps(underTest.records));
  expect(await look()).toBe(0);
});

describe('keys that were destroyed without an erasure', () => {
  /** Two subjects whose keys are there: of somebody’s interest, and of an opt-out that a list has yet to confirm. */
  async function withKeysOfTheirOwn(): Promise<{ readonly interestId: string; readonly optOutId: string }> {
    const email = 'nobody.yet@mail.example';
    const optOutId = await here.transact(async (work) => {
      await registerInterest(work, heedItself, email);
      await endInterest(work, email, 'opted-out');
      return wholeOptOut(work, client.id);
    });
    const { id } = await here.transact(({ db }) => db.interest.findFirstOrThrow({ where: { clientId: null } }));
    return { interestId: id, optOutId };
  }

  async function forgotten({ interestId, optOutId }: Awaited<ReturnType<typeof withKeysOfTheirOwn>>): Promise<void> {
    await here.transact((work) => forgetInterest(work, interestId));
    await here.transact(async (work) => {
      for (const { listId } of await listsOfOptOut(work, optOutId)) {
        await confirmByReadingBack(work, { optOutId, listId, at: work.at });
      }
      await completeOptOut(work, optOutId);
    });
  }

  test('are found when an older database brings them back, and destroyed again', async () => {
    const subjects = await withKeysOfTheirOwn();
    const ids = Object.values(subjects).toSorted();
    backup = await underTest.database.backUp();
    expect([...(await underTest.records.keys.known(ids))].toSorted()).toEqual(ids);
    await forgotten(subjects);
    expect(await underTest.records.keys.known(ids)).toEqual([]);
    const look = createReplayLook(underTest.records);
    expect(await look()).toBe(0);

    await underTest.database.restore('keys', backup);
    expect(await found(look)).toBe(2);
    expect((await keysBroughtBack(underTest.records)).map(({ subjectId }) => subjectId).toSorted()).toEqual(ids);
    expect(await replayLedger(erasureDeps(underTest.records))).toEqual({ erased: 0, destroyed: 0, keys: 2 });
    expect(await underTest.records.keys.known(ids)).toEqual([]);
    expect(await look()).toBe(0);
  });

  test('are not those of another organisation with the same id', async () => {
    const { optOutId } = await withKeysOfTheirOwn();
    const elsewhere = casesOnRecord(underTest.records, underTest.demo.otherOrganisation);
    await elsewhere.transact((work) => work.destroyKey(optOutId));
    expect(await keysBroughtBack(underTest.records)).toEqual([]);
    expect(await underTest.records.keys.known([optOutId])).toEqual([optOutId]);
  });
});

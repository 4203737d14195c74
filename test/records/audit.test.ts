import { sealAuditChains, type Verification, verifyAuditChains } from '../../records/audit/chain';
import { audit } from '../../records/audit/record';
import { heedItself } from '../../records/work';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest, refusalOf, refused } from '../support/records';
import { tampering } from '../support/tampers';

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
let clientId: string;

beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  cases = casesOnRecord(underTest.records, underTest.demo.organisation);
  clientId = cases.organisation.clients[0]?.id ?? '';
});
afterAll(() => underTest?.stop());

/** Each test begins with a chain of six entries. */
const length = 6;
beforeEach(async () => {
  await tamper('TRUNCATE audit_entries, audit_seals');
  await write(length);
  expect(await seal()).toBe(length);
});

const seal = (): Promise<number> => sealAuditChains(underTest.records, new Date());

async function write(entries: number): Promise<void> {
  await cases.transact(async (work) => {
    for (let entry = 1; entry <= entries; entry += 1) {
      await audit(work, {
        actor: heedItself,
        action: `entry.${entry}`,
        clientId,
        words: `The words of entry ${entry}.`,
      });
    }
  });
}

async function verified(): Promise<Verification | undefined> {
  const all = await verifyAuditChains(underTest.records, new Date());
  return all.find(({ organisationId }) => organisationId === cases.organisation.id);
}

const tamper = (sql: string): Promise<unknown> => underTest.asOwner(tampering(sql));

const entryAt = (position: number): string =>
  `(SELECT entry_id FROM audit_seals WHERE position = ${position} AND organisation_id = '${cases.organisation.id}')`;

test('a chain that nobody touched holds', async () => {
  expect(await verified()).toEqual({
    organisationId: cases.organisation.id,
    entries: length,
    unsealed: 0,
    brokenAt: null,
  });
});

test('it goes on from where it was, and names what is not sealed yet', async () => {
  await write(3);
  expect(await verified()).toMatchObject({ entries: length + 3, unsealed: 3, brokenAt: null });
  expect(await seal()).toBe(3);
  expect(await verified()).toMatchObject({ entries: length + 3, unsealed: 0, brokenAt: null });
});

test.each([
  ['its action', `action = 'nothing.happened'`],
  ['its time', `at = at + interval '1 second'`],
  ['who did it', `actor_id = '01980000-0000-7001-8001-000000000001'`],
  ['the kind of who did it', `actor_kind = 'staff'`],
  ['whom it is about', 'client_id = NULL'],
  ['its case', `case_id = '01980000-0000-7001-8001-000000000001'`],
  ['its words', `sealed = sealed || '\\x00'`],
  ['that it had words', 'sealed = NULL'],
])('an entry that was altered, in %s, is found where it stands', async (_what, change) => {
  await tamper(`UPDATE audit_entries SET ${change} WHERE id = ${entryAt(4)}`);
  expect(await verified()).toMatchObject({ brokenAt: 4 });
});

test('an entry that was deleted is found where it stood', async () => {
  await tamper(`DELETE FROM audit_entries WHERE id = ${entryAt(3)}`);
  expect(await verified()).toMatchObject({ brokenAt: 3 });
});

test('an entry that was deleted with its seal is found, also at the very beginning', async () => {
  await tamper(
    `DELETE FROM audit_entries WHERE id = ${entryAt(1)};
     DELETE FROM audit_seals WHERE position = 1 AND organisation_id = '${cases.organisation.id}'`,
  );
  expect(await verified()).toMatchObject({ brokenAt: 1 });
});

test('entries that changed places are found at the first of them', async () => {
  await tamper(
    `CREATE TEMP TABLE swapped AS SELECT * FROM audit_seals WHERE position IN (2, 5);
     UPDATE audit_seals SET entry_id = gen_random_uuid() WHERE position IN (2, 5);
     UPDATE audit_seals s SET entry_id = o.entry_id FROM swapped o WHERE o.position = 7 - s.position AND s.position IN (2, 5);
     DROP TABLE swapped`,
  );
  expect(await verified()).toMatchObject({ brokenAt: 2 });
});

test('a link that was forged for an altered entry breaks the next one', async () => {
  await tamper(
    `UPDATE audit_seals SET hash = sha256(hash) WHERE position = 4 AND organisation_id = '${cases.organisation.id}'`,
  );
  expect(await verified()).toMatchObject({ brokenAt: 4 });
});

describe.each(['audit_entries', 'audit_seals'])('%s', (table) => {
  test.each([
    ['updated', `UPDATE ${table} SET organisation_id = organisation_id`],
    ['deleted', `DELETE FROM ${table}`],
    ['truncated', `TRUNCATE ${table}`],
  ])('are not %s, not even by their owner', async (_what, sql) => {
    expect(await refusalOf(underTest.asOwner(sql))).toBe(refused.byPrivilege);
    expect(await verified()).toMatchObject({ entries: length, brokenAt: null });
  });
});

test('sealers at once make one chain', async () => {
  for (let round = 0; round < 5; round += 1) {
    await write(4);
    const linked = await Promise.all([seal(), seal(), seal()]);
    const left = await seal();
    expect(linked.reduce((sum, one) => sum + one, left)).toBe(4);
  }
  expect(await verified()).toMatchObject({ entries: length + 20, unsealed: 0, brokenAt: null });
});

test('more entries than one batch holds are all linked, and verified over the batches’ borders', async () => {
  await cases.transact(async (work) => {
    const { organisationId, at } = work;
    const entry = { organisationId, at, actorKind: 'system', action: 'flood' };
    await work.db.auditEntry.createMany({
      data: Array.from({ length: 1_100 }, () => ({ ...entry, id: crypto.randomUUID() })),
    });
  });
  let linked = 0;
  for (let sealed = await seal(); sealed > 0; sealed = await seal()) linked += sealed;
  expect(linked).toBe(1_100);
  expect(await verified()).toMatchObject({ entries: length + 1_100, unsealed: 0, brokenAt: null });
});

test('the chain outlives the key of the person it is about', async () => {
  await write(2);
  await underTest.inKeys('DELETE FROM data_keys WHERE subject_id = $1', [clientId]);
  expect(await seal()).toBe(2);
  expect(await verified()).toMatchObject({ entries: length + 2, unsealed: 0, brokenAt: null });
});

test('each organisation has a chain of its own', async () => {
  await tamper(`UPDATE audit_entries SET action = 'nothing.happened' WHERE id = ${entryAt(1)}`);
  const all = await verifyAuditChains(underTest.records, new Date());
  const broken = all.filter(({ brokenAt }) => brokenAt !== null);
  expect(all).toHaveLength(2);
  expect(broken).toMatchObject([{ organisationId: cases.organisation.id, brokenAt: 1 }]);
});

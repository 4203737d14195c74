import { clientsOnFile } from '../../records/clients/on-file';
import { dutiesOf } from '../../records/duties/duties';
import { planOf } from '../../records/people';
import { writePlan } from '../../records/urgent-care-plan/write-plan';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { wholePlan } from '../support/urgent-care-plans';

/** What is owed to clients, as it stands on record. test/rules/duties.test.ts has when each is due. */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

test('contacts whom nobody ever confirmed are owed it since the plan was saved, whenever somebody looks', async () => {
  const { id } = await here.newClient();
  const savedAt = new Date('2026-11-20T09:00:00Z');
  await here.transactAt(savedAt, async (work) =>
    writePlan(work, id, wholePlan, { before: await planOf(work, id), savedBy: null }),
  );
  const owedAt = (at: string) =>
    here.transactAt(new Date(at), async (work) =>
      dutiesOf(work, here.caller('supervisor'), await clientsOnFile(work, { id })),
    );
  const owed = await owedAt('2026-11-23T09:00:00Z');
  expect(owed.find(({ kind }) => kind === 'confirm-contacts')).toMatchObject({ since: savedAt, dueAt: savedAt });
  expect(await owedAt('2026-11-23T09:01:00Z')).toEqual(owed);
});

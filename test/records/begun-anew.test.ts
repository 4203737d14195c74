import { giveUp } from '../../records/outbox';
import { beginSignUpAnew } from '../../records/sign-up/begin-anew';
import { register } from '../../records/sign-up/register';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { newcomer } from '../support/sign-up-on-record';

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

test('a start that is on its way is waited for; one that Temporal refused for good is not', async () => {
  const { id, start } = await here.transact(async (work) => {
    const { id } = await register(work, here.caller('admin'), newcomer(1));
    return { id, start: work.untold[0]?.id ?? '' };
  });
  expect(await here.transact((work) => beginSignUpAnew(work, id))).toBe('waits-to-start');

  await giveUp(underTest.records, start, 'FAILED_PRECONDITION');
  expect(await here.transact((work) => beginSignUpAnew(work, id))).toBe('begun-anew');
});

import { newId } from '../../records/ids';
import { forgetInterest, interestsToForget } from '../../records/interests/no-contact';
import { saveSchedule } from '../../records/retention/schedule';
import { retentionCategories } from '../../workflows/retention/words';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';

/** Clients who went no further, and of whom nobody has heard for long. domain.md §2.1 */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

const longAgo = new Date(Date.now() - 400 * 24 * 60 * 60_000);

async function interested(endedBecause: string | null): Promise<{ readonly id: string; readonly clientId: string }> {
  const { id: clientId } = await here.newClient();
  const id = newId();
  await here.transact(async (work) => {
    const { db, organisationId } = work;
    const heardOf = { registeredAt: longAgo, lastContactAt: longAgo };
    const ended = { endedAt: endedBecause === null ? null : longAgo, endedBecause };
    const emailIndex = work.index(`${id}@mail.example`);
    await db.interest.create({
      data: { id, organisationId, clientId, emailIndex, ...heardOf, ...ended, sealed: null },
    });
  });
  return { id, clientId };
}
const orderedOf = async (clientId: string) =>
  (await here.transact(({ db }) => db.erasure.findMany({ where: { clientId } }))).flatMap(
    ({ categories }) => categories,
  );
const forgets = (id: string) => here.transact((work) => forgetInterest(work, id));

test('who opted out is not kept for ever, and is ordered to go once', async () => {
  const { id, clientId } = await interested('opted-out');
  expect(await here.transact((work) => interestsToForget(work, null, 100))).toContain(id);
  expect(await forgets(id)).toBe(true);
  expect(await orderedOf(clientId)).toEqual([...retentionCategories]);
  expect(await forgets(id)).toBe(false);
});

test('a case that closed yesterday was contact: nothing goes', async () => {
  const { id, clientId } = await interested(null);
  const caseId = await here.raised({ ...here.client(0), id: clientId });
  await underTest.asOwner(
    `UPDATE cases SET status = 'closed', outcome_kind = 'client-safe', outcome_by_id = owner_id, outcome_at = now(),
       closed_at = now() WHERE id = $1`,
    [caseId],
  );
  await forgets(id);
  expect(await orderedOf(clientId)).toEqual([]);
});

test('what the schedule keeps on, or for longer, stays', async () => {
  const { id: dpo, name } = here.organisation.staff.dpo;
  await here.transact((work) =>
    saveSchedule(
      work,
      { kind: 'staff', id: dpo, name },
      {
        cases: { keepFor: 'P7Y', afterwards: 'erase', basis: 'Claims.' },
        notes: { keepFor: 'P1Y', afterwards: 'keep', basis: 'A study.' },
      },
    ),
  );
  const { id, clientId } = await interested(null);
  expect(await forgets(id)).toBe(true);
  expect(await orderedOf(clientId)).toEqual(retentionCategories.filter((one) => one !== 'cases' && one !== 'notes'));
});

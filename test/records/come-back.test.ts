import { endEnrolment } from '../../records/enrolments/enrolments';
import { beginErasure, resumeErasures } from '../../records/erasure/begin';
import { newId } from '../../records/ids';
import { liftHolds, placeHold } from '../../records/retention/holds';
import { reviseDeadline, suspects } from '../../records/retention/reconcile';
import { heedItself } from '../../records/work';
import type { ErasureOrder } from '../../workflows/erasure/contract';
import { retentionCategories } from '../../workflows/retention/words';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { erasureCarriedOut, erasureOrdered, stepsOfErasure } from '../support/erased-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { enrols, wasEnrolled } from '../support/retention-on-record';

/** A client comes back while what their deadline had ordered to go is still there. domain.md §5 */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
  await underTest.asOwner('UPDATE practitioners SET caseload_limit = 1000, caseload = 500');
});
afterAll(() => underTest?.stop());

const practitionerId = () => here.organisation.staff.practitioner.id;
const carriedOut = (order: ErasureOrder) => erasureCarriedOut(underTest.records, order);
const atTheDeadline = (clientId: string) => erasureOrdered(here, clientId, retentionCategories, 'retention');
const erasure = ({ erasureId }: ErasureOrder) =>
  here.transact(({ db }) => db.erasure.findUniqueOrThrow({ where: { id: erasureId } }));
const comesBack = (clientId: string) =>
  here.transact((work) => enrols(work, { clientId, practitionerId: practitionerId() }));

async function someoneWhoLeft(): Promise<string> {
  const { id: clientId } = await here.newClient();
  await here.transact((work) => wasEnrolled(work, { clientId, practitionerId: practitionerId() }));
  await writesNote(clientId);
  return clientId;
}
const writesNote = (clientId: string) =>
  here.transact(async (work) => {
    const { organisationId, at } = work;
    const sealed = await work.seal(clientId, { text: 'Slept well.' });
    await work.db.note.create({
      data: { id: newId(), organisationId, clientId, writtenBy: practitionerId(), at, sealed },
    });
  });
const leftOf = (clientId: string) =>
  here.transact(async ({ db }) => ({
    account: await db.client.count({ where: { id: clientId, erasedAt: null } }),
    notes: await db.note.count({ where: { clientId } }),
  }));

test('what a hold kept stays for good, when nothing holds it any more either', async () => {
  const clientId = await someoneWhoLeft();
  const hold = { categories: retentionCategories, reason: 'A claim.', reviewOn: '2027-01-01' };
  await here.transact((work) => placeHold(work, here.staff('dpo'), clientId, hold));
  const order = await atTheDeadline(clientId);
  await carriedOut(order);
  expect(await erasure(order)).toMatchObject({ status: 'held' });

  await comesBack(clientId);
  expect(await erasure(order)).toMatchObject({ status: 'done', categories: [], receipt: { asked: [], held: {} } });
  const starts = await here.transact(async (work) => {
    await liftHolds(work, here.staff('dpo'), clientId);
    return work.untold;
  });
  expect(starts).toEqual([]);
  expect(await leftOf(clientId)).toEqual({ account: 1, notes: 1 });
});

test('what has not gone yet stays; of what has, the receipt is given, and what is written from now on stays too', async () => {
  const clientId = await someoneWhoLeft();
  const order = await atTheDeadline(clientId);
  await stepsOfErasure(underTest.records).eraseCategory({ ...order, category: 'notes' });
  await comesBack(clientId);
  await writesNote(clientId);

  expect(await carriedOut(order)).toMatchObject({ asked: ['notes'], erased: { notes: { notes: 1 } }, held: {} });
  expect(await erasure(order)).toMatchObject({ status: 'done', categories: ['notes'] });
  expect(await leftOf(clientId)).toEqual({ account: 1, notes: 1 });
});

test('what they asked for themselves goes, although they are with us', async () => {
  const clientId = await someoneWhoLeft();
  const order = await atTheDeadline(clientId);
  const request = { basis: 'rights-request', requestedBy: here.staff('dpo'), reason: 'They asked for it.' } as const;
  await here.transact((work) => beginErasure(work, { clientId, categories: retentionCategories, ...request }));
  await comesBack(clientId);
  await carriedOut(order);
  expect(await leftOf(clientId)).toEqual({ account: 0, notes: 0 });
});

test('an erasure that nobody called off takes nothing, and the reconciliation calls it off', async () => {
  const [comes, found] = [await someoneWhoLeft(), await someoneWhoLeft()];
  for (const clientId of [comes, found]) await comesBack(clientId);
  const [order, suspect] = [await atTheDeadline(comes), await atTheDeadline(found)];
  expect(await carriedOut(order)).toMatchObject({ asked: [], erased: {} });
  expect(await leftOf(comes)).toEqual({ account: 1, notes: 1 });

  expect((await here.transact((work) => suspects(work, null))).ids).toContain(found);
  expect(await here.transact((work) => reviseDeadline(work, found))).toBe(true);
  expect(await erasure(suspect)).toMatchObject({ categories: [] });
  expect(await here.transact((work) => reviseDeadline(work, found))).toBe(false);
});

test('when they leave again, all of it has a deadline again, also what had gone once', async () => {
  const clientId = await someoneWhoLeft();
  const order = await atTheDeadline(clientId);
  await stepsOfErasure(underTest.records).eraseCategory({ ...order, category: 'notes' });
  const enrolmentId = await comesBack(clientId);
  await here.transact(async (work) => {
    await endEnrolment(work, heedItself, enrolmentId, { endedAt: work.at, reason: 'All six weeks.' });
    await resumeErasures(work, clientId);
  });
  const [deadline] = await here.transact(({ db }) =>
    db.retention.findMany({ where: { clientId, standing: 'armed' }, select: { categories: true } }),
  );
  expect(deadline?.categories).toEqual([...retentionCategories]);
});

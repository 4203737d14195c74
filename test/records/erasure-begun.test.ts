import { beginErasure, beginErasureAnew, type ErasureToBegin, resumeErasures } from '../../records/erasure/begin';
import { newId } from '../../records/ids';
import { retentionCategories } from '../../workflows/retention/words';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

const atTheDeadline = (clientId: string, ...categories: ErasureToBegin['categories']): ErasureToBegin => ({
  clientId,
  basis: 'retention',
  categories,
});

const begun = (order: ErasureToBegin) =>
  here.transact(async (work) => {
    const { id } = await beginErasure(work, order);
    return { id, starts: work.untold };
  });
const erasure = (id: string) => here.transact(({ db }) => db.erasure.findUniqueOrThrow({ where: { id } }));
const standsHeld = (id: string) =>
  here.transact(({ db }) => db.erasure.update({ where: { id }, data: { status: 'held', doneAt: new Date() } }));

test('an erasure that is ordered starts its process, whose input names nobody', async () => {
  const { id: clientId } = await here.newClient();
  const { id, starts } = await begun(atTheDeadline(clientId, 'notes', 'assessment'));
  expect(await erasure(id)).toMatchObject({ clientId, status: 'under-way', categories: ['assessment', 'notes'] });
  expect(starts).toMatchObject([{ kind: 'start', workflowId: `erasure/${id}`, again: false }]);
  expect(JSON.stringify(starts)).not.toContain(clientId);
});

test('what is ordered while one is under way joins it, and starts nothing', async () => {
  const { id: clientId } = await here.newClient();
  const first = await begun(atTheDeadline(clientId, 'notes'));
  const { id: dpo } = underTest.demo.organisation.staff.dpo;
  const second = await begun({
    clientId,
    basis: 'rights-request',
    categories: retentionCategories,
    requestedBy: { kind: 'staff', id: dpo, name: 'The DPO' },
    reason: 'They asked for it.',
  });
  expect(second).toEqual({ id: first.id, starts: [] });
  expect(await erasure(first.id)).toMatchObject({
    basis: 'rights-request',
    requestedBy: dpo,
    categories: [...retentionCategories],
  });
});

test('what a hold has kept is begun again when nothing holds it any more', async () => {
  const { id: clientId } = await here.newClient();
  const { id } = await begun(atTheDeadline(clientId, 'notes'));
  await standsHeld(id);
  const resumed = () =>
    here.transact(async (work) => {
      await resumeErasures(work, clientId);
      return work.untold;
    });
  expect(await resumed()).toMatchObject([{ kind: 'start', workflowId: `erasure/${id}`, again: true }]);
  expect(await erasure(id)).toMatchObject({ status: 'under-way', doneAt: null });
  expect(await resumed()).toEqual([]);
});

test('a process that Temporal has lost begins anew as long as its erasure is under way', async () => {
  const { id: clientId } = await here.newClient();
  const { id } = await begun(atTheDeadline(clientId, 'notes'));
  const anew = () => here.transact((work) => beginErasureAnew(work, id));
  expect(await anew()).toBe('waits-to-start');
  await underTest.asOwner(`UPDATE outbox_entries SET delivered_at = now() WHERE workflow_id = $1`, [`erasure/${id}`]);
  expect(await anew()).toBe('begun-anew');
  await standsHeld(id);
  expect(await anew()).toBe('closed');
});

test('nobody is erased whom the organisation does not know', async () => {
  await expect(begun(atTheDeadline(newId(), 'notes'))).rejects.toMatchObject({ fault: 'not-found' });
});

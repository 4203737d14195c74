import { beginOptOutAnew, openOptOutsOlderThan } from '../../records/marketing/begin-anew';
import { completeOptOut } from '../../records/marketing/complete';
import { confirmByReadingBack } from '../../records/marketing/confirm';
import { addList } from '../../records/marketing/lists';
import { recordOptOut } from '../../records/marketing/opt-outs';
import { giveUp } from '../../records/outbox';
import { beginSignUpAnew } from '../../records/sign-up/begin-anew';
import { register } from '../../records/sign-up/register';
import { heedItself } from '../../records/work';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { aGroup, aPlatform } from '../support/marketing-on-record';
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

test('an opt-out whose process is lost begins anew with the lists that have not confirmed, until it is complete', async () => {
  const { id, listIds } = await here.transact(async (work) => {
    const lists = [
      await addList(work, heedItself, { name: 'Platform', target: aPlatform }),
      await addList(work, heedItself, { name: 'News', target: aGroup }),
    ];
    const whom = { email: 'somebody@mail.example' };
    const { id } = await recordOptOut(work, heedItself, { whom, source: 'phone', receivedAt: work.at });
    return { id, listIds: lists.map((list) => list.id) };
  });
  const [platform = '', group = ''] = listIds;
  const beginsAnew = () =>
    here.transact(async (work) => ({ what: await beginOptOutAnew(work, id), untold: [...work.untold] }));
  expect((await beginsAnew()).what).toBe('waits-to-start');

  await underTest.asOwner('UPDATE outbox_entries SET delivered_at = now()');
  await here.transact((work) => confirmByReadingBack(work, { optOutId: id, listId: platform, at: work.at }));
  expect(await beginsAnew()).toMatchObject({
    what: 'begun-anew',
    untold: [{ kind: 'start', again: true, input: { optOutId: id, listIds: [group] } }],
  });
  const later = new Date(Date.now() + 60_000);
  const openOnes = () =>
    underTest.records.withOrganisation(here.organisation.id, later, (work) => openOptOutsOlderThan(work, 1_000));
  expect(await openOnes()).toEqual([id]);

  await underTest.asOwner('UPDATE outbox_entries SET delivered_at = now()');
  await here.transact(async (work) => {
    await confirmByReadingBack(work, { optOutId: id, listId: group, at: work.at });
    await completeOptOut(work, id);
  });
  expect(await beginsAnew()).toEqual({ what: 'closed', untold: [] });
  expect(await openOnes()).toEqual([]);
});

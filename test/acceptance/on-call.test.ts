import { answerOf, type Body } from '../../client/heed-client';
import { weekdays } from '../../workflows/shared/weekdays';
import type { RecipientName } from '../../workflows/urgent-care/words';
import { caseBeingTold } from '../support/case-being-told';
import type { CaseInWorld, ClientInWorld, Staff } from '../support/people';
import { createWorld, type World } from '../support/world';

/** What the on-call field expects of whoever pages people, in the words of urgent care. */

let world: World;
let dr: Staff;
/** As it is before any test changes it. */
let policy: Body<'savePolicy'>;
beforeAll(async () => {
  world = await createWorld();
  dr = world.staff('practitioner');
  const { version: _version, ...saved } = answerOf(await world.staff('supervisor').heed.GET('/v1/urgent-care/policy'));
  policy = saved;
}, 60_000);
afterAll(() => world?.stop());

const savePolicy = async (changes: Partial<Body<'savePolicy'>>): Promise<void> => {
  const body = { ...policy, ...changes };
  answerOf(await world.staff('supervisor').heed.PUT('/v1/urgent-care/policy', { body }));
};
const saveRota = async (body: Body<'saveRota'>): Promise<void> => {
  answerOf(await world.staff('supervisor').heed.PUT('/v1/rota', { body }));
};

const telling = (client: ClientInWorld, ...recipients: RecipientName[]): Promise<CaseInWorld> =>
  caseBeingTold(dr, client, 'concern', ...recipients);
const statusesOf = async (theCase: CaseInWorld): Promise<readonly string[]> =>
  (await theCase.read()).recipients.map(({ recipient, status }) => `${recipient}: ${status}`);

test('who acts stops the rest: the next step of the policy is never begun', async () => {
  const jo = world.client();
  const theCase = await telling(jo, 'contact-1', 'gp');
  await jo.contact1.receivesSms(/please call/);
  await jo.contact1.repliesBySms('1');
  await theCase.reaches('aftercare');
  await world.fastForward('PT1H');
  await jo.gp.receivesNothing();
  await theCase.standDown(dr, 'someone-acting');
});

test('two who act are both on record, and the case goes on until one of them remains', async () => {
  await savePolicy({ steps: policy.steps.map((step) => ({ ...step, stopAfter: 'all' })) });
  const ada = world.client();
  const theCase = await telling(ada, 'contact-1', 'contact-2');
  await ada.contact1.receivesSms(/please call/);
  await ada.contact2.receivesSms(/please call/);
  await ada.contact1.repliesBySms('1');
  await ada.contact2.repliesBySms('1');
  await theCase.reaches('aftercare');
  expect(await statusesOf(theCase)).toEqual(['gp: no-mandate', 'contact-1: acting', 'contact-2: acting']);

  await ada.contact1.repliesBySms('2');
  await world.settle();
  expect(await statusesOf(theCase)).toEqual(['gp: no-mandate', 'contact-1: cannot', 'contact-2: acting']);
  expect((await theCase.read()).status).toBe('aftercare');
  await theCase.standDown(dr, 'someone-acting');
});

test('a policy that is saved while a case runs changes nothing of that case', async () => {
  await savePolicy({});
  const ben = world.client();
  const before = await dr.raisesConcern(ben, 'significant');
  await before.reaches('awaiting-client');
  await savePolicy({ clientWindow: { immediate: 'PT1M', significant: 'PT1M', watchful: 'PT1M' } });
  const cleo = world.client();
  const after = await dr.raisesConcern(cleo, 'significant');
  await after.reaches('awaiting-client');

  await world.fastForward('PT2M');
  await after.reaches('deciding');
  expect((await before.read()).status).toBe('awaiting-client');
  await world.fastForward('PT1H');
  await before.reaches('deciding');
  for (const theCase of [before, after]) await theCase.standDown(dr, 'client-safe');
  await savePolicy({});
});

test('a rota that is changed while a decision waits: the next page goes to whoever is on duty by then', async () => {
  const { dutyClinician, secondSupervisor } = world.heed.demo.organisation.staff;
  type Shift = Body<'saveRota'>['tiers'][number]['shifts'][number];
  const allDay = (staffId: string): Shift => ({ staffId, days: [...weekdays], from: '00:00', to: '24:00' });
  const rota = (clinicians: Shift[]): Body<'saveRota'> => ({
    timeZone: 'Europe/London',
    tiers: [
      { name: 'duty-clinician', shifts: clinicians, overrides: [] },
      { name: 'supervisor', shifts: [allDay(secondSupervisor.id)], overrides: [] },
    ],
  });
  await saveRota(rota([allDay(dutyClinician.id)]));
  const dev = world.client();
  const theCase = await dr.raisesConcern(dev, 'significant');
  await theCase.reaches('awaiting-client');
  await dev.answers({ gp: 'refuse' });
  await theCase.reaches('deciding');
  await world.settle();

  const before = world.staff('dutyClinician').smsCount();
  await saveRota(rota([]));
  await world.fastForward('PT16M');
  const asked = (await theCase.read()).checkpoint;
  expect(asked).toMatchObject({ kind: 'decision', waitingFor: { role: 'supervisor', staffId: secondSupervisor.id } });
  expect(world.staff('dutyClinician').smsCount()).toBe(before);
  await theCase.standDown(dr, 'client-safe');
});

test('a second concern joins the open case, and makes it as urgent as it says', async () => {
  const edie = world.client();
  const theCase = await dr.raisesConcern(edie, 'significant');
  await theCase.reaches('awaiting-client');
  const joined = await world.staff('dutyClinician').raisesConcern(edie, 'immediate');
  expect(joined.id).toBe(theCase.id);
  await dr.receivesSms(/something new/);
  await world.fastForward('PT10M');
  const asked = await theCase.reaches('deciding');
  expect(asked.immediacy).toBe('immediate');
  await theCase.standDown(dr, 'client-safe');
});

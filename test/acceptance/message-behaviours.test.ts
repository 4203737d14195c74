import { answerOf, type Body } from '../../client/heed-client';
import { caseBeingTold } from '../support/case-being-told';
import type { CaseInWorld, ClientInWorld, Staff } from '../support/people';
import { createWorld, type World } from '../support/world';

/** What the on-call field tries first of a pager, as far as it is ours: floods, echoes, missing addresses. */

let world: World;
let dr: Staff;
beforeAll(async () => {
  world = await createWorld();
  dr = world.staff('practitioner');
}, 60_000);
afterAll(() => world?.stop());

const telling = (client: ClientInWorld, ...recipients: ('contact-1' | 'gp')[]): Promise<CaseInWorld> =>
  caseBeingTold(dr, client, 'attention', ...recipients);

const timesOf = async (theCase: CaseInWorld, kind: string): Promise<number> =>
  (await theCase.timeline()).filter((item) => item.kind === kind).length;
const smsTo = (staff: 'practitioner', text: RegExp): number =>
  world.heed.sandbox
    .messages({ to: world.heed.demo.organisation.staff[staff].mobile, channel: 'sms' })
    .filter((message) => text.test(message.text)).length;

test('a flood of replies is recorded whole, and pages the owner once and once more for all the rest', async () => {
  const jo = world.client();
  const theCase = await telling(jo, 'contact-1');
  const { code } = await theCase.read();
  await jo.contact1.receivesSms(/talk to you/);
  const news = new RegExp(`case ${code} .*something new`);

  for (let reply = 1; reply <= 8; reply += 1) await jo.contact1.repliesBySms(`Who is this? (${reply})`);
  await dr.receivesSms(news);
  await world.fastForward('PT3M');
  expect(await timesOf(theCase, 'reply.received')).toBe(8);
  expect(smsTo('practitioner', news)).toBeLessThanOrEqual(2);
});

test('a machine that answers our answers hears one: nobody acts by it, and a person reads what it wrote', async () => {
  const ada = world.client();
  const theCase = await telling(ada, 'contact-1');
  await ada.contact1.receivesSms(/talk to you/);
  const before = ada.contact1.smsCount();

  for (let time = 1; time <= 3; time += 1) await ada.contact1.repliesBySms('Auto: 1 moment please, I am driving.');
  expect(ada.contact1.smsCount()).toBe(before + 1);
  expect(await timesOf(theCase, 'reply.received')).toBe(3);
  expect((await theCase.read()).recipients[1]?.status).toMatch(/sent|delivered/);

  await ada.contact1.repliesBySms('I can read again now, who is it?');
  expect(ada.contact1.smsCount()).toBe(before + 2);
});

test('an answer that comes twice counts once, and is thanked for each time', async () => {
  const ben = world.client();
  const theCase = await telling(ben, 'contact-1');
  await ben.contact1.receivesSms(/talk to you/);
  const before = ben.contact1.smsCount();
  await ben.contact1.repliesBySms('1');
  await ben.contact1.repliesBySms('1');
  expect(ben.contact1.smsCount()).toBe(before + 2);
  expect(await timesOf(theCase, 'recipient.acting')).toBe(1);
  await theCase.reaches('aftercare');
});

test('who has no address on a channel is reached by the next one at once: a landline is called', async () => {
  const supervisor = world.staff('supervisor').heed;
  const { version: _version, ...policy } = answerOf(await supervisor.GET('/v1/urgent-care/policy'));
  const body: Body<'savePolicy'> = { ...policy, steps: [{ recipients: ['gp'], channels: ['sms', 'voice'] }] };
  answerOf(await supervisor.PUT('/v1/urgent-care/policy', { body }));

  const edie = world.client();
  const theCase = await telling(edie, 'gp');
  await edie.gp.receivesCall(/talk to you/);
  const { phone } = edie.described.urgentCarePlan.gp ?? {};
  expect(world.heed.sandbox.messages({ to: phone ?? '', channel: 'sms' })).toEqual([]);
  const failed = (await theCase.timeline()).find(({ kind }) => kind === 'disclosure.failed');
  expect(failed?.text).toBe('There is no address to reach the GP by sms.');
});

import twilio from 'twilio';
import { credentials } from '../local/sandbox-for-test';
import type { CaseInWorld, ClientInWorld, Staff } from '../support/people';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** What is said on the telephone, and what a pressed key counts for. domain.md §3.6 and §3.7 */

let world: World;
let dr: Staff;
beforeAll(async () => {
  world = await createWorld();
  dr = world.staff('practitioner');
  const {
    steps: _steps,
    version: _version,
    ...policy
  } = (await world.call(dr.token, 'GET', '/v1/urgent-care/policy')).body as { steps: unknown; version: number };
  const channels = ['voice', 'sms', 'email'];
  const saved = await world.call(world.staff('supervisor').token, 'PUT', '/v1/urgent-care/policy', {
    ...policy,
    steps: [
      { recipients: ['contact-1'], channels },
      { recipients: ['gp'], channels },
    ],
  });
  expect(saved.status).toBe(200);
}, 60_000);
afterAll(() => world?.stop());
afterEach(() => world.heed.sandbox.setFaults([]));

/** A case whose first contact and GP may be told at this tier; the owner has decided to. */
async function decidedCase(client: ClientInWorld, tier: 'attention' | 'concern' | 'summary'): Promise<CaseInWorld> {
  const theCase = await dr.raisesConcern(client, 'significant');
  await theCase.reaches('awaiting-client');
  await client.answers({ 'contact-1': tier === 'summary' ? 'concern' : tier, gp: tier });
  await theCase.reaches('deciding');
  await theCase.proceed(dr, 'contact-1', 'gp');
  return theCase;
}

const contactIs = (theCase: CaseInWorld, status: string): Promise<boolean> =>
  until(`the contact is ${status}`, async () => (await theCase.read()).recipients[1]?.status === status);

test('a contact is called, told no more than the mandate allows, and a pressed 1 means that they act', async () => {
  const jo = world.client();
  const theCase = await decidedCase(jo, 'attention');

  const said = await jo.contact1.receivesCall(/would like to talk to you, please call us on 0 1 6 3 2 9 6 0 0 0 0/);
  expect(said).toMatch(/Press 1 if you are acting\. Press 2 if you cannot\./);
  expect(said).not.toMatch(/wellbeing|Jo|Bellweather|http/);
  await contactIs(theCase, 'delivered');
  expect(jo.contact1.smsCount()).toBe(0);

  expect(await jo.contact1.presses('1')).toMatch(/^Thank you, we have your answer/);
  await contactIs(theCase, 'acting');
  await jo.receivesSms(/we told your first contact/);
  expect((await theCase.timeline()).find(({ kind }) => kind === 'recipient.acting')).toMatchObject({
    actor: { kind: 'contact', name: jo.described.urgentCarePlan.contacts[0]?.name },
    text: 'The first contact is acting (call).',
  });
  await jo.gp.receivesNothing();
});

test('a call that is picked up and answered by no key is no answer: the next attempt comes', async () => {
  const ada = world.client();
  const theCase = await decidedCase(ada, 'concern');
  await ada.contact1.receivesCall(/concerned for the wellbeing of Ada Thornbury/);
  await contactIs(theCase, 'delivered');

  await world.fastForward('PT6M');
  expect(world.heed.sandbox.messages({ to: ada.described.urgentCarePlan.contacts[0]?.mobile ?? '' })).toHaveLength(2);
  expect((await theCase.read()).recipients[1]).toMatchObject({ status: 'delivered' });
});

test('another key is none: the words are said once more, then the number to call', async () => {
  const ben = world.client();
  const theCase = await decidedCase(ben, 'concern');
  await ben.contact1.receivesCall(/wellbeing of Ben Okonjo/);

  expect(await ben.contact1.presses('7')).toMatch(/wellbeing of Ben Okonjo.*Press 1/);
  const last = await ben.contact1.presses('0');
  expect(last).toMatch(/^Please call Riverside on 0 1 6 3 2/);
  expect(last).not.toMatch(/Ben/);
  await world.settle();
  expect((await theCase.read()).recipients[1]).toMatchObject({ status: 'delivered' });
});

test('after a withdrawal a wrong key hears nothing of anyone any more', async () => {
  const dev = world.client();
  const theCase = await decidedCase(dev, 'concern');
  await dev.contact1.receivesCall(/wellbeing of Dev Raman/);
  expect((await theCase.withdraw('all')).status).toBe(201);
  expect(await dev.contact1.presses('5')).toMatch(/^Please call Riverside/);
});

test('"cannot" moves on at once: a practice is called on its landline, and hears no summary', async () => {
  const edie = world.client();
  const theCase = await decidedCase(edie, 'summary');
  await edie.contact1.receivesCall(/wellbeing of Edie Penhallow/);
  await edie.contact1.presses('2');
  await contactIs(theCase, 'cannot');
  const said = await edie.gp.receivesCall(/wellbeing of Edie Penhallow/);
  expect(said).not.toMatch(/odd way|Called twice|born/);
});

test('a number that cannot be called gives way to an SMS at once, and one that is busy when the next attempt is due', async () => {
  const finn = world.client();
  const to = finn.described.urgentCarePlan.contacts[0]?.mobile ?? '';
  world.heed.sandbox.setFaults([{ vendor: 'twilio', to, times: 1, fault: 'call-failed' }]);
  const theCase = await decidedCase(finn, 'attention');
  await finn.contact1.receivesSms(/would like to talk to you/);
  expect((await theCase.read()).recipients[1]?.messages[0]).toMatchObject({
    channel: 'voice',
    status: 'failed-permanent',
  });

  const hugo = world.client();
  const busy = hugo.described.urgentCarePlan.contacts[0]?.mobile ?? '';
  world.heed.sandbox.setFaults([{ vendor: 'twilio', to: busy, times: 1, fault: 'busy' }]);
  const second = await decidedCase(hugo, 'attention');
  await contactIs(second, 'failed');
  expect(hugo.contact1.smsCount()).toBe(0);
  await world.fastForward('PT6M');
  await contactIs(second, 'delivered');
  expect((await second.read()).recipients[1]?.messages).toMatchObject([
    { channel: 'voice', status: 'failed-temporary' },
    { channel: 'sms', status: 'delivered' },
  ]);
});

test('after the end a key is thanked for and recorded as late, and those who were called hear that it is over', async () => {
  const iris = world.client();
  const theCase = await decidedCase(iris, 'concern');
  await iris.contact1.receivesCall(/wellbeing of Iris Zielinska/);
  const [disclosure] = world.heed.sandbox.messages({
    to: iris.described.urgentCarePlan.contacts[0]?.mobile ?? '',
    channel: 'voice',
  });
  await theCase.standDown(dr, 'client-safe');
  await iris.contact1.receivesCall(/do not need to do anything more about our message/);
  await theCase.reaches('closed');

  const response = await fetch(`${world.heed.sandbox.url}/sandbox/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messageId: disclosure?.id, digits: '1' }),
  });
  expect(await response.json()).toMatchObject({ said: expect.stringMatching(/do not need to do anything more/) });
  expect((await theCase.timeline()).at(-1)).toMatchObject({ kind: 'acknowledgement.late' });
});

test('a key counts only with the signature of the vendor, and only on a call that asked for one', async () => {
  const jude = world.client();
  const theCase = await decidedCase(jude, 'attention');
  await jude.contact1.receivesCall(/talk to you/);
  await contactIs(theCase, 'delivered');
  const { id: organisation } = world.heed.demo.organisation;
  const dispatch = (await theCase.read()).recipients[1]?.messages[0]?.id ?? '';
  const form = { CallSid: 'CA1', Digits: '1' };
  const pressedOn = async (query: string, authToken = credentials.authToken): Promise<[number, string]> => {
    const url = `${world.heed.url}/webhooks/twilio/calls/keys?${query}`;
    const signature = twilio.getExpectedTwilioSignature(authToken, url, form);
    const headers = { 'x-twilio-signature': signature };
    const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(form) });
    return [response.status, await response.text()];
  };

  expect((await pressedOn(`organisation=${organisation}&dispatch=${dispatch}&said=1`, 'not-the-token'))[0]).toBe(403);
  const elsewhere = world.heed.demo.otherOrganisation.id;
  const sms = world.heed.demo.organisation.id;
  for (const query of [
    `organisation=${elsewhere}&dispatch=${dispatch}&said=1`,
    `organisation=${organisation}&dispatch=${sms}&said=1`,
    `organisation=${organisation}&dispatch=${dispatch}&said=9`,
    `organisation=${organisation}&dispatch=${dispatch}`,
  ]) {
    const [status, twiml] = await pressedOn(query);
    expect([status, twiml]).toEqual([200, expect.stringContaining('<Response><Hangup/></Response>')]);
  }
  expect((await theCase.read()).recipients[1]).toMatchObject({ status: 'delivered' });
});

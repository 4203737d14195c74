import { answerOf } from '../../client/heed-client';
import { createWorld, type World } from '../support/world';

/** From registration on, in the words of domain.md §2. */

// Weeks are skipped in small steps, and each step settles.
jest.setTimeout(120_000);

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.stop());

test('who registers gets the form to sign, by text and by email, is reminded, and hears when it is over', async () => {
  const robin = await world.newcomer('Robin');
  await robin.receivesSms(/welcome\. The first step is a form .*\/s\//);
  await robin.receivesEmail(/welcome\. The first step is a form/);
  expect(await robin.status()).toBe('awaiting-consent-form');

  await world.fastForward('PT80H');
  await robin.receivesSms(/your form still waits/);
  expect(robin.smsCount()).toBe(3);

  await world.fastForward('P12D');
  await robin.receivesSms(/we stop here for now/);
  expect(await robin.status()).toBe('expired');
});

test('who is registered already is not registered again, whatever the letters of the address', async () => {
  const robin = await world.newcomer('Robin');
  const { error } = await world.platform.POST('/v1/sign-ups', {
    body: { person: { ...robin.person, email: robin.person.email.toUpperCase(), mobile: '+447700900398' } },
  });
  expect(error).toMatchObject({ status: 409, type: 'urn:heed:problem:already-registered' });
  expect(JSON.stringify(error)).not.toContain(robin.person.lastName);
});

test('who signs on the page has their copy there, and is asked what comes next', async () => {
  const robin = await world.newcomer('Robin');
  await robin.signs();
  await robin.reaches('awaiting-assessment');
  await robin.receivesSms(/next step is some questions, and your copy of the form: .*\/s\//);
  const copy = await fetch(`${await robin.link()}/consent-form.pdf`);
  expect([copy.status, copy.headers.get('content-type')]).toEqual([200, 'application/pdf']);
});

test('who was too late asks on the page for a new link, and goes on by it', async () => {
  const robin = await world.newcomer('Robin');
  const first = await robin.link();
  await world.fastForward('P15D');
  await robin.reaches('expired');
  expect((await fetch(first)).status).toBe(404);

  const last = await robin.link();
  await robin.submits({}, '/renew');
  await robin.reaches('awaiting-consent-form');
  await world.settle();
  expect(await robin.link()).not.toBe(last);
  await robin.signs();
  await robin.reaches('awaiting-assessment');
});

test('who leaves is told so, and is asked for nothing more', async () => {
  const robin = await world.newcomer('Robin');
  await robin.submits({}, '/leave');
  await robin.receivesSms(/you have left your sign-up/);
  const heard = robin.smsCount();
  await world.fastForward('P20D');
  expect([await robin.status(), robin.smsCount()]).toEqual(['left', heard]);
});

test('who withdraws is asked for nothing, and can sign again by the same link', async () => {
  const robin = await world.newcomer('Robin');
  await robin.signs();
  await robin.receivesSms(/next step is some questions/);
  await robin.submits({}, '/withdraw');
  await robin.reaches('awaiting-consent-form');
  const heard = robin.smsCount();
  await world.fastForward('P5D');
  expect(robin.smsCount()).toBe(heard);
  await robin.signs();
  await robin.reaches('awaiting-assessment');
});

test('a client’s own practitioner hears that the form was withdrawn, by the client’s code alone', async () => {
  const jo = world.client();
  const dr = world.staff('practitioner');
  const params = { path: { clientId: jo.described.id } };
  const body = { version: 1, signedName: jo.described.name, signedAt: world.now().toISOString(), document: null };
  answerOf(await world.platform.PUT('/v1/clients/{clientId}/consent-form', { params, body }));
  answerOf(await dr.heed.POST('/v1/clients/{clientId}/consent-form/withdrawals', { params }));
  await dr.receivesSms(/client \w{5} has withdrawn their form/);
  const written = world.heed.sandbox.messages({}).filter(({ text }) => text.includes('has withdrawn their form'));
  for (const { text } of written) expect(text).not.toContain(jo.described.name.split(' ')[1]);
});

import { createWorld, type World } from '../support/world';

/** From registration on, in the words of domain.md §2. */

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
  const again = await world.register({
    ...robin.person,
    email: robin.person.email.toUpperCase(),
    mobile: '+447700900398',
  });
  expect(again).toMatchObject({ status: 409, body: { type: 'urn:heed:problem:already-registered' } });
  expect(JSON.stringify(again.body)).not.toContain(robin.person.lastName);
});

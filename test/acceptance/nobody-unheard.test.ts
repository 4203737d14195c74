import { createWorld, type World } from '../support/world';

/** Nobody goes unheard where no case is open: whoever is on duty is told that somebody wrote. domain.md §3.7 */

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.stop());

const messages = async (by: 'dutyClinician' | 'practitioner') =>
  world.call(world.staff(by).token, 'GET', '/v1/inbound-messages');

test('a client without a case writes: the duty clinician is paged, and reads it', async () => {
  const jo = world.client();
  await jo.repliesBySms('I cannot go on.');
  await world.staff('dutyClinician').receivesSms(/somebody wrote to us, and no open case belongs to it/);
  const { body } = await messages('dutyClinician');
  expect(body['items']).toEqual([
    { id: expect.any(String), at: expect.any(String), from: jo.described.mobile, text: 'I cannot go on.' },
  ]);
});

test('many messages at once are one page', async () => {
  await world.fastForward('PT2M');
  const before = world.staff('dutyClinician').smsCount();
  const jo = world.client();
  for (const text of ['Hello?', 'Is anybody there?', 'Please.']) await jo.repliesBySms(text);
  await world.settle();
  expect(world.staff('dutyClinician').smsCount() - before).toBe(1);
  expect(((await messages('dutyClinician')).body['items'] as readonly unknown[]).length).toBe(4);
});

test('what came in is for those on call alone', async () => {
  expect((await messages('practitioner')).status).toBe(403);
});

test('a client who complains afterwards is heard by the data protection officer, though the case is closed', async () => {
  const dr = world.staff('practitioner');
  const ada = world.client();
  const theCase = await dr.raisesConcern(ada, 'significant');
  await ada.answers({ gp: 'refuse' });
  await theCase.reaches('deciding');
  await theCase.standDown(dr, 'client-safe');
  await theCase.reaches('closed');
  const asked = /https?:\S+\/h\/\S+/.exec(await ada.receivesSms(/How was it/))?.[0] ?? '';
  const page = await (await fetch(asked)).text();
  const form = /name="form" value="(\d+)"/.exec(page)?.[1] ?? '';
  const words = 'Nobody asked me before you wrote to my doctor.';
  const sent = await fetch(asked, { method: 'POST', body: new URLSearchParams({ form, words, complaint: 'yes' }) });
  expect(sent.status).toBe(200);
  await world.staff('dpo').receivesSms(/makes a complaint/);
  const said = await theCase.timeline();
  expect(said.slice(-2).map(({ kind }) => kind)).toEqual(['client.said-how-it-was', 'complaint.opened']);
  expect(said.at(-2)?.text).toContain(words);
});

import { demoOrganisations } from '../../prisma/demo-data';
import { createWorld, type World } from '../support/world';

/** STOP is obeyed and silences no more than it says: marketing and urgent care write from numbers of their own. */

const { smsNumber, marketingSmsNumber } = demoOrganisations[0].facts;

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.stop());

test('STOP, then a case reaches the client: by the next way, and nothing goes to the one that they stopped', async () => {
  const jo = world.client();
  await jo.repliesBySms('Stop', smsNumber);
  await jo.receivesSms(/unsubscribed/);
  const before = jo.smsCount();

  const theCase = await world.staff('practitioner').raisesConcern(jo, 'immediate');
  await jo.receivesEmail(/thinking of contacting.*Before anything else/s);
  await theCase.reaches('awaiting-client');
  await world.settle();
  expect(jo.smsCount()).toBe(before);
  expect((await theCase.timeline()).map(({ kind }) => kind)).toContain('client.informed');
});

test('STOP to marketing leaves urgent care as it is', async () => {
  const ada = world.client();
  await ada.repliesBySms('STOP', marketingSmsNumber ?? '');
  const theCase = await world.staff('practitioner').raisesConcern(ada, 'significant');
  await ada.receivesSms(/thinking of contacting/);
  await theCase.reaches('awaiting-client');
});

test('a contact who sends STOP is called, and a person reads that they wrote it', async () => {
  const dr = world.staff('practitioner');
  const ben = world.client();
  const theCase = await dr.raisesConcern(ben, 'significant');
  await theCase.reaches('awaiting-client');
  await ben.answers({ 'contact-1': 'attention' });
  await theCase.reaches('deciding');
  await theCase.proceed(dr, 'contact-1');
  await ben.contact1.receivesSms(/talk to you/);
  await ben.contact1.repliesBySms('STOP');
  await dr.receivesSms(/something new/);
  expect((await theCase.timeline()).find(({ kind }) => kind === 'reply.received')).toMatchObject({
    actor: { kind: 'contact' },
    text: 'They wrote: STOP',
  });

  await world.fastForward('PT6M');
  await ben.contact1.receivesCall(/talk to you/);
});

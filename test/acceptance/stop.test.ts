import { answerOf } from '../../client/heed-client';
import { demoOrganisations } from '../../prisma/demo-data';
import { agreeToMarketing, consentsInForce } from '../../records/marketing/consents';
import { isSuppressed } from '../../records/marketing/suppressions';
import { heedItself, type Work } from '../../records/work';
import { ticked } from '../support/marketing-on-record';
import type { ClientInWorld } from '../support/people';
import { createWorld, type World } from '../support/world';

/** STOP is obeyed and silences no more than it says: marketing and urgent care write from numbers of their own. */

const { smsNumber, marketingSmsNumber, inboundEmail } = demoOrganisations[0].facts;

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

const onRecord = <T>(work: (work: Work) => Promise<T>): Promise<T> =>
  world.heed.records.withOrganisation(world.heed.demo.organisation.id, world.now(), work);

const agreesToNews = ({ described }: ClientInWorld): Promise<void> =>
  onRecord(async (work) => {
    const evidence = ticked(new Date(work.at.getTime() - 60_000));
    for (const channel of ['email', 'sms'] as const) {
      const agreement = { clientId: described.id, channel, topics: ['courses'], evidence };
      await agreeToMarketing(work, heedItself, agreement);
    }
  });
const getsNewsBy = ({ described }: ClientInWorld): Promise<readonly string[]> =>
  onRecord(async (work) => (await consentsInForce(work, described.id)).map(({ channel }) => channel));

test.each(['STOP', ' stop all!', 'Unsubscribe'])('"%s" to marketing stops it there, at once', async (words) => {
  const client = world.client();
  await agreesToNews(client);
  await client.repliesBySms(words, marketingSmsNumber ?? '');
  expect(await getsNewsBy(client)).toEqual(['email']);
  expect(await onRecord((work) => isSuppressed(work, 'sms', client.described.mobile ?? ''))).toBe(true);
});

test('an email that says "unsubscribe" stops it there, at once', async () => {
  const client = world.client();
  await agreesToNews(client);
  const email = { from: client.described.email, to: inboundEmail, subject: 'unsubscribe', text: '' };
  const answer = await fetch(`${world.heed.sandbox.url}/sandbox/emails`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(email),
  });
  expect(await answer.json()).toEqual({ heedStatus: 200 });
  expect(await getsNewsBy(client)).toEqual([]);
});

test('STOP to the number of urgent care says nothing of marketing', async () => {
  const client = world.client();
  await agreesToNews(client);
  await client.repliesBySms('STOP', smsNumber);
  expect(await getsNewsBy(client)).toEqual(['email', 'sms']);
});

test('whoever writes more than STOP to marketing is heard and read, and gets the crisis lines', async () => {
  const client = world.client();
  await agreesToNews(client);
  await client.repliesBySms('Stop. I cannot go on.', marketingSmsNumber ?? '');
  expect(await getsNewsBy(client)).toEqual(['email']);
  expect(await client.receivesSms(/Nobody reads messages here/)).toMatch(/999.*116 123/);
  await world.settle();
  await world.staff('dutyClinician').receivesSms(/somebody wrote to us/);
  const params = { query: { limit: 1 } };
  const { items } = answerOf(await world.staff('dutyClinician').heed.GET('/v1/inbound-messages', { params }));
  expect(items).toMatchObject([{ channel: 'sms', text: 'Stop. I cannot go on.' }]);
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

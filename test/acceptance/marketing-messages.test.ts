import { type Answer, answerOf, type Body } from '../../client/heed-client';
import { demoOrganisations } from '../../prisma/demo-data';
import { agreeToMarketing } from '../../records/marketing/consents';
import { recordOptOut } from '../../records/marketing/opt-outs';
import { heedItself, type Work } from '../../records/work';
import { marketingMessageWorkflowId } from '../../workflows/marketing-message/contract';
import type { MarketingChannel } from '../../workflows/marketing-opt-out/words';
import { ticked } from '../support/marketing-on-record';
import type { ClientInWorld } from '../support/people';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** A message to many, as it comes to each of them. domain.md §4 */

const { marketingSmsNumber, inboundEmail } = demoOrganisations[0].facts;

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.stop());

const onRecord = <T>(work: (work: Work) => Promise<T>): Promise<T> =>
  world.heed.records.withOrganisation(world.heed.demo.organisation.id, world.now(), work);

const agrees = ({ described }: ClientInWorld, topic: string, ...channels: readonly MarketingChannel[]): Promise<void> =>
  onRecord(async (work) => {
    const evidence = ticked(new Date(work.at.getTime() - 60_000));
    for (const channel of channels) {
      await agreeToMarketing(work, heedItself, { clientId: described.id, channel, topics: [topic], evidence });
    }
  });

type Message = Answer<'readMarketingMessage'>;
type Audience = Body<'orderMarketingMessage'>['audience'];

/** Resolves to the message's id. */
async function order(topic: string, audience: Audience = 'all-consented'): Promise<string> {
  const text = `We are open on ${topic} evenings too.`;
  const message = { topic, subject: 'What is new', text, audience };
  const ordered = await world.platform.POST('/v1/marketing/messages', { body: message });
  const { id } = answerOf(ordered);
  expect(ordered.response.headers.get('location')).toBe(`/v1/marketing/messages/${id}`);
  return id;
}
const at = (messageId: string) => ({ params: { path: { messageId } } });
const read = async (id: string): Promise<Message> =>
  answerOf(await world.platform.GET('/v1/marketing/messages/{messageId}', at(id)));
async function isSent(topic: string, audience?: Audience): Promise<Message> {
  const id = await order(topic, audience);
  await until('the message is sent', async () => (await read(id)).status === 'sent');
  await world.settle();
  return read(id);
}
const gotAbout = ({ described: { email, mobile } }: ClientInWorld, topic: string) =>
  [email, mobile].flatMap((to) =>
    world.heed.sandbox.messages({ to: to ?? '' }).filter(({ text }) => text.includes(`${topic} evenings`)),
  );

test('it goes by email to whoever agreed to that, else by SMS, and to nobody who did not agree', async () => {
  const [both, smsOnly, nothing] = [world.client(), world.client(), world.client()];
  await agrees(both, 'Monday', 'email', 'sms');
  await agrees(smsOnly, 'Monday', 'sms');
  await agrees(nothing, 'another', 'email');

  const { counts } = await isSent('Monday');
  expect(counts).toEqual({ toSend: 0, sent: 2, delivered: 2, failed: 0, unknown: 0, withheld: 0 });
  const [email, ...more] = gotAbout(both, 'Monday');
  expect([email?.channel, email?.from, more]).toEqual(['email', 'news@heed.example', []]);
  expect(gotAbout(smsOnly, 'Monday')).toMatchObject([{ channel: 'sms', from: marketingSmsNumber }]);
  expect(gotAbout(nothing, 'Monday')).toEqual([]);
});

test('each says how to stop it, to people and to their programs', async () => {
  const [byEmail, bySms] = [world.client(), world.client()];
  await agrees(byEmail, 'Tuesday', 'email');
  await agrees(bySms, 'Tuesday', 'sms');
  await isSent('Tuesday');

  const [email] = gotAbout(byEmail, 'Tuesday');
  const link = /https?:\S+\/u\/[\w-]{22}/.exec(email?.text ?? '')?.[0] ?? 'none';
  expect(email?.headers).toMatchObject({
    'List-Unsubscribe': `<${link}>, <mailto:${inboundEmail}?subject=unsubscribe>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'Reply-To': inboundEmail,
  });
  expect(gotAbout(bySms, 'Tuesday')[0]?.text).toMatch(/To stop: reply STOP, or https?:\S+\/u\/[\w-]{22}$/);
});

test('whoever has opted out gets nothing, although they are named', async () => {
  const [out, stays] = [world.client(), world.client()];
  for (const client of [out, stays]) await agrees(client, 'Wednesday', 'email');
  const whom = { clientId: out.described.id };
  await onRecord((work) => recordOptOut(work, heedItself, { whom, source: 'phone', receivedAt: work.at }));

  const clientIds = [out, stays].map(({ described }) => described.id);
  const { counts } = await isSent('Wednesday', { clientIds });
  expect(counts).toMatchObject({ sent: 1, withheld: 1 });
  expect(gotAbout(out, 'Wednesday')).toEqual([]);
  expect(gotAbout(stays, 'Wednesday')).toHaveLength(1);
});

let readerOfMany: ClientInWorld | undefined;
/** The demo has not a client for each test: this one has agreed to many topics. */
const reader = (): ClientInWorld => {
  readerOfMany ??= world.client();
  return readerOfMany;
};

test('it goes on when a vendor that was away is back, and comes to nobody twice', async () => {
  const client = reader();
  await agrees(client, 'Thursday', 'email');
  world.heed.sandbox.setFaults([{ vendor: 'sendgrid', times: 3, fault: '500' }]);
  const { counts } = await isSent('Thursday');
  expect(counts).toMatchObject({ sent: 1, failed: 0 });
  expect(gotAbout(client, 'Thursday')).toHaveLength(1);
});

const vendorIsAway = (): void => world.heed.sandbox.setFaults([{ vendor: 'sendgrid', times: 1_000, fault: '500' }]);
const vendorIsBack = (): void => world.heed.sandbox.setFaults([]);
const pause = (id: string) => world.platform.POST('/v1/marketing/messages/{messageId}/pause', at(id));
const resume = (id: string) => world.platform.POST('/v1/marketing/messages/{messageId}/resume', at(id));
const cancel = (id: string) => world.platform.POST('/v1/marketing/messages/{messageId}/cancel', at(id));

test('paused, nobody gets it; resumed, whoever is left gets it', async () => {
  const client = reader();
  await agrees(client, 'Friday', 'email');
  vendorIsAway();
  const id = await order('Friday');
  expect(answerOf(await pause(id)).status).toBe('paused');
  vendorIsBack();
  await world.fastForward('PT20M');
  expect(gotAbout(client, 'Friday')).toEqual([]);
  expect(await read(id)).toMatchObject({ status: 'paused', counts: { toSend: 1, sent: 0 } });

  expect(answerOf(await resume(id)).status).toBe('sending');
  await until('the message is sent', async () => (await read(id)).status === 'sent');
  expect(gotAbout(client, 'Friday')).toHaveLength(1);
});

test('cancelled, nobody gets it any more', async () => {
  const client = reader();
  await agrees(client, 'Saturday', 'email');
  vendorIsAway();
  const id = await order('Saturday');
  expect(answerOf(await cancel(id)).status).toBe('cancelled');
  vendorIsBack();
  await world.fastForward('PT20M');
  expect(gotAbout(client, 'Saturday')).toEqual([]);
  expect(await read(id)).toMatchObject({ status: 'cancelled', counts: { toSend: 0, sent: 0 } });
  expect((await resume(id)).error).toMatchObject({ status: 409, type: 'urn:heed:problem:message-over' });
});

test('a message whose process is gone goes on with the next thing that is said of it', async () => {
  const client = reader();
  await agrees(client, 'Sunday', 'email');
  vendorIsAway();
  const id = await order('Sunday');
  await world.settle();
  await pause(id);
  await world.heed.client.workflow.getHandle(marketingMessageWorkflowId(id)).terminate('lost');
  vendorIsBack();
  await resume(id);
  await until('the message is sent', async () => (await read(id)).status === 'sent');
  expect(gotAbout(client, 'Sunday')).toHaveLength(1);
});

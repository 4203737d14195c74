import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { problemHandler } from '../../api/http/problems';
import { stripeWebhooks } from '../../api/webhooks/stripe';
import { createLog } from '../../runtime/log';
import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';
import { refusedBy } from '../support/refused';
import { stripeBody, stripeSignature } from '../support/stripe-vendor';

/** Payments that did not go through, as Stripe tells of them. Of the payment itself nothing is kept. */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const now = (): number => Math.floor(Date.now() / 1_000);
let events = 0;
const eventId = (): string => {
  events += 1;
  return `evt_${events}`;
};
const client = () => api.demo.organisation.clients[0]!;
const metadata = () => ({ clientId: client().id, organisationId: api.demo.organisation.id });
const card = { last4: '4242', brand: 'visa' };
/** As Stripe fills it: most of it is nothing that we may know. */
const bill = { amount: 4_500, receipt_email: 'payer@mail.example', billing_details: { name: 'Jo Payer' }, card };

const send = (body: string, headers: Record<string, string> = {}): Promise<Reply> =>
  api.call(null, 'POST', '/webhooks/stripe', body, { 'stripe-signature': stripeSignature(body, now()), ...headers });
const failed = (object: object, { type = 'payment_intent.payment_failed', id = eventId() } = {}): Promise<Reply> =>
  send(stripeBody({ id, type, created: now(), object }));
const eventsOf = async (clientId: string): Promise<readonly unknown[]> =>
  (await api.call('supervisor', 'GET', `/v1/clients/${clientId}/events`)).body['items'] as readonly unknown[];
const notices = () =>
  api.asOwner<{ payload: unknown }>(
    `SELECT payload FROM outbox_entries WHERE workflow_id LIKE 'staff-notice/payment-failed/%'`,
  );

test.each<[string, () => object]>([
  ['payment_intent.payment_failed', () => ({ metadata: metadata(), ...bill })],
  [
    'checkout.session.expired',
    () => ({ client_reference_id: client().id, metadata: { organisationId: api.demo.organisation.id }, ...bill }),
  ],
  [
    'invoice.payment_failed',
    () => ({ metadata: {}, parent: { subscription_details: { metadata: metadata() } }, ...bill }),
  ],
])('%s reaches the practitioner, and nothing of the bill is kept', async (type, object) => {
  const before = (await notices()).length;
  expect(await failed(object(), { type })).toMatchObject({ status: 200, body: { taken: true } });
  expect(await notices()).toHaveLength(before + 1);
  const own = await api.call('practitioner', 'GET', `/v1/clients/${client().id}/events`);
  expect(own.body['items']).toContainEqual({ id: expect.any(String), kind: 'payment-failed', at: expect.any(String) });

  const kept = await api.asOwner<{ row: string }>('SELECT e::text AS row FROM client_events e');
  const told = await notices();
  for (const word of ['4242', 'visa', '4500', 'Payer', 'payer@']) {
    expect(JSON.stringify([kept, told])).not.toContain(word);
  }
  expect(JSON.stringify(told)).not.toContain(client().id);
});

test('the same event is taken once, also when it comes ten times at once', async () => {
  const before = [(await eventsOf(client().id)).length, (await notices()).length];
  const id = eventId();
  const replies = await Promise.all(Array.from({ length: 10 }, () => failed({ metadata: metadata() }, { id })));
  expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect(replies.filter(({ body }) => body['taken'])).toHaveLength(1);
  expect([(await eventsOf(client().id)).length, (await notices()).length]).toEqual(before.map((count) => count + 1));
});

describe('is answered, and changes nothing:', () => {
  test.each<[string, () => { object: object; type?: string }]>([
    ['a payment that went through', () => ({ type: 'payment_intent.succeeded', object: { metadata: metadata() } })],
    ['a payment of nobody', () => ({ object: { metadata: {} } })],
    ['a payment without metadata', () => ({ object: {} })],
    [
      'a payment of a client whom nobody knows',
      () => ({ object: { metadata: { ...metadata(), clientId: '01980000-0000-7001-8003-0000000000ff' } } }),
    ],
    [
      'a payment of another organisation’s client',
      () => ({ object: { metadata: { ...metadata(), organisationId: api.demo.otherOrganisation.id } } }),
    ],
    ['ids that are none', () => ({ object: { metadata: { clientId: 'Jo', organisationId: 'Riverside' } } })],
  ])('%s', async (_what, told) => {
    const before = await api.onRecord();
    const { object, ...also } = told();
    expect(await failed(object, also)).toMatchObject({ status: 200, body: { taken: false } });
    expect(await api.onRecord()).toEqual(before);
  });
});

describe('is refused:', () => {
  const body = (): string =>
    stripeBody({
      id: eventId(),
      type: 'payment_intent.payment_failed',
      created: now(),
      object: { metadata: metadata() },
    });

  test.each<[string, (payload: string) => Record<string, string>]>([
    ['a forged signature', (payload) => ({ 'stripe-signature': stripeSignature(payload, now(), 'whsec_other') })],
    ['the signature of another event', () => ({ 'stripe-signature': stripeSignature(body(), now()) })],
    ['an old signature', (payload) => ({ 'stripe-signature': stripeSignature(payload, now() - 600) })],
    ['no signature', () => ({ 'stripe-signature': '' })],
    ['words for a signature', () => ({ 'stripe-signature': 't=now,v1=yes' })],
  ])('%s', async (_what, headers) => {
    const payload = body();
    expect(await refusedBy(api, () => send(payload, headers(payload)))).toMatchObject({ status: 403 });
  });

  test('what is signed and no JSON', async () => {
    expect((await refusedBy(api, () => send('{"id": '))).status).toBe(422);
  });

  test('everything, where no secret is set', async () => {
    const app = express();
    const log = createLog('test', 'silent');
    const deps = { records: api.records, clock: () => new Date(), tell: () => undefined, log, secret: null };
    app.use('/webhooks/stripe', stripeWebhooks(deps), problemHandler(log));
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const reply = await fetch(`http://127.0.0.1:${port}/webhooks/stripe`, { method: 'POST', body: body() });
      expect(reply.status).toBe(503);
      expect(await reply.json()).toMatchObject({ type: 'urn:heed:problem:stripe-not-set-up' });
    } finally {
      server.close();
    }
  });
});

test('what is heard of a client is for their practitioner and the supervisors', async () => {
  const events = `/v1/clients/${client().id}/events`;
  for (const who of ['platform', 'secondPractitioner', 'dutyClinician', 'dpo', 'admin'] as const) {
    expect({ who, status: (await api.call(who, 'GET', events)).status }).toEqual({ who, status: 403 });
  }
  expect((await api.call('supervisorElsewhere', 'GET', events)).status).toBe(404);
  expect((await api.call('practitioner', 'GET', events)).status).toBe(200);
});

import type { StaffKey } from '../../prisma/demo-data';
import { newId } from '../../records/ids';
import { type ApiUnderTest, createApiUnderTest } from '../support/api';
import { refusedBy } from '../support/refused';

/** `/v1/marketing/messages`: who may order one, and what it may say. contract.md §6 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const path = '/v1/marketing/messages';
const order = {
  topic: 'courses',
  subject: 'What is new',
  text: 'We are open in the evening too.',
  audience: 'all-consented',
};
const to = (clientIds: readonly string[]) => ({ ...order, audience: { clientIds } });

const everybody: readonly (StaffKey | 'platform')[] = [
  'platform',
  'admin',
  'practitioner',
  'dutyClinician',
  'supervisor',
  'dpo',
];
test.each(everybody.map((asker) => ({ asker, may: asker === 'platform' || asker === 'admin' })))(
  '$asker may order one: $may',
  async ({ asker, may }) => {
    if (!may) {
      expect((await refusedBy(api, () => api.call(asker, 'POST', path, order))).status).toBe(403);
      return;
    }
    const { status, body, headers } = await api.call(asker, 'POST', path, order);
    expect({ status, standing: body['status'] }).toEqual({ status: 202, standing: 'sending' });
    expect(headers.get('location')).toBe(`${path}/${String(body['id'])}`);
  },
);

test('it is read with what it says and how far it has come, by its own organisation alone', async () => {
  const { body } = await api.call('admin', 'POST', path, order);
  const { status, ...read } = await api.call('admin', 'GET', `${path}/${String(body['id'])}`);
  expect(status).toBe(200);
  expect(read.body).toMatchObject({
    topic: 'courses',
    subject: order.subject,
    text: order.text,
    sms: order.text,
    status: 'sending',
    endedAt: null,
    counts: { toSend: 0, sent: 0, delivered: 0, failed: 0, unknown: 0, withheld: 0 },
  });
  const elsewhere = api.tokenWith({
    organisation: api.demo.otherOrganisation.id,
    subject: api.demo.otherOrganisation.staff.admin.id,
    roles: ['admin'],
  });
  for (const [method, what] of [
    ['GET', ''],
    ['POST', '/pause'],
    ['POST', '/cancel'],
  ] as const) {
    const asked = await api.call(
      elsewhere,
      method,
      `${path}/${String(body['id'])}${what}`,
      method === 'GET' ? undefined : {},
    );
    expect(asked.status).toBe(404);
  }
});

test('an order that comes twice under one key is one order', async () => {
  const key = { 'idempotency-key': newId() };
  const [first, second] = [
    await api.call('platform', 'POST', path, order, key),
    await api.call('platform', 'POST', path, order, key),
  ];
  expect(second.body).toEqual(first.body);
});

const nobody = newId();
test.each<[string, object, string]>([
  ['no topic', { ...order, topic: '' }, 'topic'],
  ['a subject of two lines', { ...order, subject: 'News\r\nBcc: everybody@mail.example' }, 'subject'],
  ['no text', { ...order, text: ' ' }, 'text'],
  ['an audience that nobody knows', { ...order, audience: 'everybody' }, 'audience'],
  ['nobody to send it to', to([]), 'audience/clientIds'],
  ['somebody twice', to([nobody, nobody]), 'audience/clientIds'],
  ['somebody who is no client of theirs', to([nobody]), 'audience/clientIds'],
  ['more than it takes', { ...order, from: 'care@heed.example' }, ''],
])('with %s it is refused, and says where', async (_what, body, place) => {
  const reply = await refusedBy(api, () => api.call('platform', 'POST', path, body));
  expect(reply).toMatchObject({ status: 422, body: { type: 'urn:heed:problem:invalid-input' } });
  expect(reply.body['errors']).toEqual(expect.arrayContaining([expect.objectContaining({ path: place })]));
});

test.each<[string, object, string]>([
  ['a subject that tells', { subject: 'Your therapy this autumn' }, 'subject'],
  ['a beginning that screens show and that tells', { text: 'Help with depression, every week.' }, 'text'],
  ['an SMS that tells', { text: `${'x'.repeat(200)} counselling` }, 'sms'],
])('with %s to whoever sees the screen it is refused', async (_what, changes, place) => {
  const reply = await refusedBy(api, () => api.call('platform', 'POST', path, { ...order, ...changes }));
  expect(reply).toMatchObject({
    status: 422,
    body: { type: 'urn:heed:problem:telling-words', errors: [expect.objectContaining({ path: place })] },
  });
});

test('a text that is too long for SMS needs a shorter one, or goes by email alone', async () => {
  const text = 'News of the house and the garden. '.repeat(20);
  const reply = await refusedBy(api, () => api.call('platform', 'POST', path, { ...order, text }));
  expect(reply).toMatchObject({ status: 422, body: { type: 'urn:heed:problem:too-long-for-sms' } });
  for (const sms of ['News of the house.', null]) {
    expect((await api.call('platform', 'POST', path, { ...order, text, sms })).status).toBe(202);
  }
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSendGridEmail } from '../../activities/messaging/sendgrid';
import { createTwilioSms } from '../../activities/messaging/twilio-sms';
import type { Sandbox } from '../../local/sandbox/create-sandbox';
import type { Purpose } from '../../records/purposes';
import type { Outgoing } from '../../records/urgent-care/dispatches';
import { createQuickSandbox, credentials, putJson, sendgridKey, twilioAt } from './sandbox-for-test';

/** Marketing writes from senders of its own, so that who stops it still hears of everything else. domain.md §8 */

const publicUrl = 'http://127.0.0.1:9';
const message = (purpose: Purpose, to: string): Outgoing => ({
  id: 'd-1',
  organisationId: 'o-1',
  purpose,
  channel: 'email',
  to,
  fromNumber: '+447700900499',
  senderName: 'Riverside',
  subject: 'Message for you',
  text: 'Hello.',
  createdAt: new Date(),
  state: 'fresh',
  status: 'queued',
  maySend: true,
});

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createQuickSandbox({ heedUrl: publicUrl, retryDelaysMs: [] });
});
afterEach(() => sandbox.close());

const notAsked = async (): Promise<null> => null;
const email = (marketingFrom?: string) =>
  createSendGridEmail(
    { apiKey: sendgridKey, baseUrl: sandbox.url, from: 'care@heed.example', marketingFrom },
    notAsked,
  );

test.each<[Purpose, string]>([
  ['urgent-care', 'care@heed.example'],
  ['service', 'care@heed.example'],
  ['legal', 'care@heed.example'],
  ['marketing', 'news@heed.example'],
])('an email for %s comes from %s', async (purpose, from) => {
  await email('news@heed.example').send(message(purpose, 'jo@mail.example'));
  expect(sandbox.messages()).toMatchObject([{ from: expect.stringContaining(from) }]);
});

/** What SendGrid is asked to do, as it goes over the wire. */
async function asSentToSendGrid(purpose: Purpose, changes: Partial<Outgoing> = {}): Promise<Record<string, unknown>> {
  const bodies: string[] = [];
  const vendor = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
    request.on('end', () => response.writeHead(202, { 'x-message-id': 'SG1' }).end());
  }).listen(0, '127.0.0.1');
  await once(vendor, 'listening');
  const baseUrl = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
  const settings = { apiKey: sendgridKey, baseUrl, from: 'care@heed.example', marketingFrom: 'news@heed.example' };
  await createSendGridEmail(settings, notAsked).send({ ...message(purpose, 'jo@mail.example'), ...changes });
  vendor.closeAllConnections();
  vendor.close();
  return JSON.parse(bodies.join('')) as Record<string, unknown>;
}

test.each<[Purpose, boolean]>([
  ['urgent-care', true],
  ['service', true],
  ['legal', true],
  ['marketing', false],
])(
  'an email for %s goes past who unsubscribed at the vendor, or called another one spam: %s',
  async (purpose, enable) => {
    expect(await asSentToSendGrid(purpose)).toMatchObject({
      mail_settings: { bypass_unsubscribe_management: { enable }, bypass_spam_management: { enable } },
    });
  },
);

test('who calls news spam is sent none any more, and whatever is about their care all the same', async () => {
  const sent = async (purpose: Purpose) => {
    const result = await email('news@heed.example').send(message(purpose, 'jo@mail.example'));
    await sandbox.settle();
    const id = result.kind === 'accepted' ? result.vendorId : '';
    return { id, status: sandbox.messages().find((one) => one.id === id)?.status };
  };
  const { id: messageId } = await sent('marketing');
  await putJson(`${sandbox.url}/sandbox/unsubscribes`, { messageId, event: 'spamreport' }, 'POST');
  expect(await sent('marketing')).toMatchObject({ status: 'failed' });
  expect(await sent('urgent-care')).toMatchObject({ status: 'delivered' });
});

test('the headers by which a program unsubscribes are part of the email, with the vendor’s own group', async () => {
  const headers = {
    'List-Unsubscribe': '<https://heed.example/u/1>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
  const mail = { headers, replyTo: 'reply@riverside.example', unsubscribeGroup: 4711 };
  expect(await asSentToSendGrid('marketing', { mail })).toMatchObject({
    headers,
    reply_to: { email: 'reply@riverside.example' },
    asm: { group_id: 4711, groups_to_display: [4711] },
  });
});

test('without an address of its own no marketing goes out, and never from the one of urgent care', async () => {
  expect(await email().send(message('marketing', 'jo@mail.example'))).toEqual({
    kind: 'failed-permanent',
    errorCode: 'no-sender',
  });
  expect(sandbox.messages()).toEqual([]);
});

test.each<[Purpose, string]>([
  ['urgent-care', 'MG1'],
  ['marketing', 'MG2'],
])('an SMS for %s goes by the messaging service %s', async (purpose, service) => {
  const settings = { ...credentials, baseUrl: sandbox.url, publicUrl };
  const sms = createTwilioSms(
    { ...settings, messagingServiceSid: 'MG1', marketingMessagingServiceSid: 'MG2' },
    async () => new Set(),
  );
  const sent = await sms.send({ ...message(purpose, '+447700900001'), channel: 'sms' });
  const sid = sent.kind === 'accepted' ? sent.vendorId : '';
  expect(await twilioAt(sandbox.url).messages(sid).fetch()).toMatchObject({ messagingServiceSid: service });
});

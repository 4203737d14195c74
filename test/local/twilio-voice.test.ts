import { createTwilioVoice } from '../../activities/messaging/twilio-voice';
import type { Sandbox } from '../../local/sandbox/create-sandbox';
import type { Outgoing } from '../../records/urgent-care/dispatches';
import { createQuickSandbox, credentials } from './sandbox-for-test';

/** Heed's client for calls at the sandbox: what it asks of Twilio, and how it finds a call again. */

const publicUrl = 'http://127.0.0.1:9';
const message = (id: string): Outgoing => ({
  id,
  organisationId: 'o-1',
  purpose: 'urgent-care',
  channel: 'voice',
  to: '+447700900001',
  fromNumber: '+447700900499',
  senderName: 'Riverside',
  subject: '',
  text: 'Please call us & others.',
  ending: 'Goodbye.',
  createdAt: new Date(),
  state: 'fresh',
  status: 'queued',
  maySend: true,
});

let sandbox: Sandbox;
const onRecord = new Map<string, string>();
const othersThan = async (_organisationId: string, dispatchId: string, sids: readonly string[]) =>
  new Set(sids.filter((sid) => onRecord.has(sid) && onRecord.get(sid) !== dispatchId));
const voice = () => createTwilioVoice({ ...credentials, baseUrl: sandbox.url, publicUrl }, othersThan);
const place = async (one: Outgoing): Promise<string> => {
  const sent = await voice().send(one);
  if (sent.kind !== 'accepted') throw new Error(`Not accepted: ${sent.kind}`);
  return sent.vendorId;
};

beforeEach(async () => {
  onRecord.clear();
  sandbox = await createQuickSandbox({ heedUrl: publicUrl });
});
afterEach(() => sandbox.close());

test('a call says its words and how it ends', async () => {
  await place(message('d-1'));
  expect(sandbox.messages()).toMatchObject([{ channel: 'voice', text: 'Please call us & others.\nGoodbye.' }]);
});

test('a call whose order got no answer is found by its recipient, one of another message is not', async () => {
  expect(await voice().find(message('d-1'))).toEqual({ kind: 'absent' });
  const first = await place(message('d-1'));
  expect(await voice().find(message('d-1'))).toEqual({ kind: 'found', vendorId: first });
  onRecord.set(first, 'd-1');
  expect(await voice().find(message('d-2'))).toEqual({ kind: 'absent' });
  expect(await voice().find({ ...message('d-2'), to: '+447700900002' })).toEqual({ kind: 'absent' });
});

test('a call from long before the message was written is none of it', async () => {
  await sandbox.close();
  sandbox = await createQuickSandbox({ heedUrl: publicUrl, now: () => new Date(Date.now() - 10 * 60_000) });
  await place(message('d-1'));
  expect(await voice().find(message('d-2'))).toEqual({ kind: 'absent' });
});

test.each([
  ['500', { kind: 'failed-temporary', errorCode: '20500' }],
  ['429', { kind: 'failed-temporary', errorCode: '429', retryAfterMs: 1_000 }],
] as const)('a vendor that answers %s takes no call for now', async (fault, result) => {
  sandbox.setFaults([{ vendor: 'twilio', fault, times: 1 }]);
  expect(await voice().send(message('d-1'))).toEqual(result);
});

test('a number that is none can never be called', async () => {
  expect(await voice().send({ ...message('d-1'), to: 'ask my sister' })).toEqual({
    kind: 'failed-permanent',
    errorCode: '21211',
  });
});

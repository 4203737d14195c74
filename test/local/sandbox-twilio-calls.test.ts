import twilio from 'twilio';
import type { Sandbox } from '../../local/sandbox/create-sandbox';
import { createHeedDouble, type HeedDouble } from './heed-double';
import { createQuickSandbox, credentials, jsonOf, postJson, twilioAt } from './sandbox-for-test';

const jo = '+447700900123';
const landline = '+441632960001';
const heedsNumber = '+447700900456';
const everyEvent = ['initiated', 'ringing', 'answered', 'completed'];

let heed: HeedDouble;
let sandbox: Sandbox;
let client: twilio.Twilio;

beforeEach(async () => {
  heed = await createHeedDouble();
  sandbox = await createQuickSandbox({ heedUrl: heed.url });
  client = twilioAt(sandbox.url);
});

afterEach(async () => {
  await sandbox.close();
  await heed.close();
});

const keysTo = (said: number): string => `${heed.url}/webhooks/twilio/calls/keys?organisation=o-1&said=${said}`;

function script(words: string, said = 1): string {
  const response = new twilio.twiml.VoiceResponse();
  response.gather({ action: keysTo(said), numDigits: 1 }).say(words);
  response.gather({ action: keysTo(said + 1), numDigits: 1 }).say(words);
  response.say('Goodbye & thanks.');
  return response.toString();
}

const call = (to = jo, statusCallbackEvent = everyEvent) =>
  client.calls.create({
    to,
    from: heedsNumber,
    twiml: script('Please call us.'),
    statusCallback: `${heed.url}/webhooks/twilio/calls/status?dispatch=d-1`,
    statusCallbackEvent,
  });

const press = (messageId: string, digits: string) => postJson(`${sandbox.url}/sandbox/keys`, { messageId, digits });
const statusesTold = () => heed.received.map(({ form }) => form['CallStatus']);

it('a call is answered as Twilio answers, and stands in the inbox with what it says', async () => {
  const placed = await call(landline);
  expect(placed).toMatchObject({
    accountSid: credentials.accountSid,
    direction: 'outbound-api',
    from: heedsNumber,
    status: 'queued',
    to: landline,
  });
  expect(placed.sid).toMatch(/^CA[0-9a-f]{32}$/);
  expect(sandbox.messages({ channel: 'voice' })).toMatchObject([
    { id: placed.sid, to: landline, from: heedsNumber, text: 'Please call us.\nGoodbye & thanks.' },
  ]);
  const page = await (await fetch(`${sandbox.url}/sandbox`)).text();
  expect(page).toContain(`Call to ${landline}`);
  expect(page).toContain('Goodbye &amp; thanks.');
});

it('every step of it is told, signed over the address that was given', async () => {
  const { sid } = await call();
  await sandbox.settle();

  expect(statusesTold()).toEqual(['initiated', 'ringing', 'in-progress', 'completed']);
  for (const { url, form, headers } of heed.received) {
    expect(form).toMatchObject({ CallSid: sid, AccountSid: credentials.accountSid, From: heedsNumber, To: jo });
    expect(twilio.validateRequest(credentials.authToken, headers['x-twilio-signature'] ?? '', url, form)).toBe(true);
  }
  expect(await client.calls(sid).fetch()).toMatchObject({ sid, status: 'completed' });
});

it('of a call only what was asked for is told; unasked, its end', async () => {
  await call(jo, ['answered']);
  await sandbox.settle();
  expect(statusesTold()).toEqual(['in-progress']);
});

it.each([
  ['busy', 'busy', '486'],
  ['no-answer', 'no-answer', '480'],
  ['call-failed', 'failed', '404'],
] as const)('the fault %s ends a call as %s', async (fault, status, SipResponseCode) => {
  sandbox.setFaults([{ vendor: 'twilio', to: jo, times: 1, fault }]);
  const { sid } = await call();
  await sandbox.settle();
  expect(heed.received.at(-1)?.form).toMatchObject({ CallStatus: status, SipResponseCode });
  expect(await client.calls(sid).fetch()).toMatchObject({ status });
});

it('what befalls only SMS leaves calls alone, and the other way round', async () => {
  const rules = (['21610', '30005', 'busy'] as const).map((fault) => ({
    vendor: 'twilio' as const,
    to: jo,
    times: 1,
    fault,
  }));
  sandbox.setFaults(rules);
  await call();
  await sandbox.settle();
  expect(statusesTold().at(-1)).toBe('busy');
  const sms = client.messages.create({ to: jo, from: heedsNumber, body: 'Hello' });
  await expect(sms).rejects.toMatchObject({ code: 21610 });
});

it('a key is reported where the call asks for it, and what Heed says to that is said', async () => {
  const { sid } = await call();
  await sandbox.settle();
  const again = new twilio.twiml.VoiceResponse();
  again.gather({ action: keysTo(2) }).say('Please call us.');
  const thanks = new twilio.twiml.VoiceResponse();
  thanks.say('Thank you.');
  heed.answers.push(
    { status: 200, contentType: 'text/xml', body: again.toString() },
    { status: 200, contentType: 'text/xml', body: thanks.toString() },
  );

  const first = await press(sid, '9');
  expect([first.status, await jsonOf(first)]).toEqual([
    202,
    { messageId: sid, heedStatus: 200, said: 'Please call us.' },
  ]);
  await press(sid, '1');
  const keys = heed.received.slice(-2);
  expect(keys.map(({ url, form }) => [url, form['Digits'], form['CallSid']])).toEqual([
    [keysTo(1), '9', sid],
    [keysTo(2), '1', sid],
  ]);
  for (const { url, form, headers } of keys) {
    expect(twilio.validateRequest(credentials.authToken, headers['x-twilio-signature'] ?? '', url, form)).toBe(true);
  }
  expect(sandbox.messages()[0]?.text).toMatch(/Thank you\.$/);
  const afterwards = await press(sid, '1');
  expect([afterwards.status, await jsonOf(afterwards)]).toEqual([
    409,
    expect.objectContaining({ type: 'urn:heed:problem:no-key-asked-for' }),
  ]);
});

it('calls are found by recipient, newest first', async () => {
  const first = await call();
  await call(landline);
  const last = await call();
  expect((await client.calls.list({ to: jo })).map(({ sid }) => sid)).toEqual([last.sid, first.sid]);
  expect(await client.calls.list({ to: jo, startTimeAfter: new Date(Date.now() + 60_000) })).toEqual([]);
});

it.each([
  [{ to: 'jo' }, 21211],
  [{ from: 'Riverside' }, 21212],
  [{ twiml: '' }, 21205],
  [{ twiml: `<Response><Say>${'a'.repeat(4_000)}</Say></Response>` }, 20001],
])('an order with %j is refused with %i', async (wrong, code) => {
  const order = { to: jo, from: heedsNumber, twiml: script('Hello'), ...wrong };
  await expect(client.calls.create(order)).rejects.toMatchObject({ status: 400, code });
});

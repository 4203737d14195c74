import twilio from 'twilio';
import type { Sandbox } from '../../local/sandbox/create-sandbox';
import { createHeedDouble, type HeedDouble } from './heed-double';
import { createQuickSandbox, credentials, impatientMs, jsonOf, postJson, putJson, twilioAt } from './sandbox-for-test';

const jo = '+447700900123';
const heedsNumber = '+447700900456';

let heed: HeedDouble;
let sandbox: Sandbox;
let client: twilio.Twilio;
let statusCallback: string;

beforeEach(async () => {
  heed = await createHeedDouble();
  sandbox = await createQuickSandbox({ heedUrl: heed.url });
  client = twilioAt(sandbox.url);
  statusCallback = `${heed.url}/webhooks/twilio/status?organisation=o-1`;
});

afterEach(async () => {
  await sandbox.close();
  await heed.close();
});

function send(body = 'Please call.', to = jo) {
  return client.messages.create({ to, from: heedsNumber, body, statusCallback });
}

function statusesTold(): (string | undefined)[] {
  return heed.received.map(({ form }) => form['MessageStatus']);
}

describe('an SMS that is accepted', () => {
  it('is answered as Twilio answers', async () => {
    const message = await send('Héllo');
    expect(message).toMatchObject({
      accountSid: credentials.accountSid,
      body: 'Héllo',
      direction: 'outbound-api',
      errorCode: null,
      from: heedsNumber,
      numSegments: '1',
      status: 'queued',
      to: jo,
    });
    expect(message.sid).toMatch(/^SM[0-9a-f]{32}$/);
    expect(Math.abs(message.dateCreated.getTime() - Date.now())).toBeLessThan(5_000);
  });

  it('is told to be sent and then delivered, signed over the address that was given', async () => {
    const { sid } = await send();
    await sandbox.settle();

    expect(statusesTold()).toEqual(['sent', 'delivered']);
    for (const { url, form, headers } of heed.received) {
      expect(url).toBe(statusCallback);
      expect(form).toMatchObject({ MessageSid: sid, AccountSid: credentials.accountSid, From: heedsNumber, To: jo });
      expect(form).not.toHaveProperty('ErrorCode');
      const signature = headers['x-twilio-signature'] ?? '';
      expect(twilio.validateRequest(credentials.authToken, signature, statusCallback, form)).toBe(true);
      expect(twilio.validateRequest('another-secret', signature, statusCallback, form)).toBe(false);
    }
    expect(await client.messages(sid).fetch()).toMatchObject({ sid, status: 'delivered' });
  });

  it('comes from the number of the sandbox when only a messaging service is named', async () => {
    const message = await client.messages.create({ to: jo, messagingServiceSid: `MG${'b'.repeat(32)}`, body: 'Hello' });
    expect(message).toMatchObject({ from: '+447700900000', messagingServiceSid: `MG${'b'.repeat(32)}` });
    await sandbox.settle();
    expect(heed.received).toEqual([]);
    expect(sandbox.messages()).toMatchObject([{ status: 'delivered' }]);
  });

  it.each([
    ['a'.repeat(160), '1'],
    ['a'.repeat(161), '2'],
    ['€'.repeat(80), '1'],
    ['€'.repeat(81), '2'],
    [`${'a'.repeat(69)}ł`, '1'],
    [`${'a'.repeat(70)}ł`, '2'],
  ])('counts the parts of %p as %s', async (body, numSegments) => {
    expect(await send(body)).toMatchObject({ numSegments });
  });
});

describe('looking messages up', () => {
  it('finds them by recipient and time, newest first', async () => {
    const before = new Date(Date.now() - 60_000);
    await send('first');
    await send('second');
    await send('to somebody else', '+447700900999');

    const found = await client.messages.list({ to: jo, dateSentAfter: before, limit: 5 });
    expect(found.map(({ body }) => body)).toEqual(['second', 'first']);
    const later = new Date(Date.now() + 60_000);
    expect(await client.messages.list({ to: jo, dateSentAfter: later })).toEqual([]);
    expect(await client.messages.list({ to: jo, dateSentBefore: before })).toEqual([]);
    expect(await client.messages.list({ from: jo })).toEqual([]);
  });

  it('turns the pages', async () => {
    for (const body of ['1', '2', '3', '4', '5']) await send(body);
    const found = await client.messages.list({ to: jo, pageSize: 2 });
    expect(found.map(({ body }) => body)).toEqual(['5', '4', '3', '2', '1']);
  });

  it.each(['PageSize=0', 'DateSent=yesterday', 'DateSent%3E=yesterday'])('refuses %s', async (query) => {
    const authorization = `Basic ${btoa(`${credentials.accountSid}:${credentials.authToken}`)}`;
    const path = `/2010-04-01/Accounts/${credentials.accountSid}/Messages.json?${query}`;
    const response = await fetch(`${sandbox.url}${path}`, { headers: { authorization } });
    expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ code: 20001 })]);
  });
});

describe('what Twilio refuses', () => {
  it('wrong credentials', async () => {
    const stranger = twilioAt(sandbox.url, { ...credentials, authToken: 'wrong' });
    const sent = stranger.messages.create({ to: jo, from: heedsNumber, body: 'Hello' });
    await expect(sent).rejects.toMatchObject({ status: 401, code: 20003 });
  });

  it.each([
    [{ to: '', from: heedsNumber, body: 'Hello' }, 21604],
    [{ to: '07700900123', from: heedsNumber, body: 'Hello' }, 21211],
    [{ to: jo, body: 'Hello' }, 21603],
    [{ to: jo, from: '!', body: 'Hello' }, 21212],
    [{ to: jo, from: heedsNumber }, 21602],
    [{ to: jo, from: heedsNumber, body: 'a'.repeat(1601) }, 21617],
    [{ to: jo, from: heedsNumber, body: 'Hello', statusCallback: 'status' }, 21609],
  ])('%j with %d', async (message, code) => {
    const moreInfo = `https://www.twilio.com/docs/errors/${code}`;
    await expect(client.messages.create(message)).rejects.toMatchObject({ status: 400, code, moreInfo });
    expect(sandbox.messages()).toEqual([]);
  });

  it('an unknown message', async () => {
    const fetched = client.messages(`SM${'0'.repeat(32)}`).fetch();
    await expect(fetched).rejects.toMatchObject({ status: 404, code: 20404 });
  });
});

describe('faults', () => {
  async function withFault(fault: string, more: object = {}): Promise<void> {
    const response = await putJson(`${sandbox.url}/sandbox/faults`, [{ vendor: 'twilio', times: 1, fault, ...more }]);
    expect(response.status).toBe(200);
  }

  it.each([
    ['429', 429, 20429],
    ['500', 500, 20500],
    ['21610', 400, 21610],
  ])('%s refuses as often as was asked for', async (fault, status, code) => {
    await withFault(fault, { times: 2 });
    await expect(send()).rejects.toMatchObject({ status, code });
    await expect(send()).rejects.toMatchObject({ status, code });
    await expect(send()).resolves.toMatchObject({ status: 'queued' });
    expect(sandbox.messages()).toHaveLength(1);
  });

  it('429 says when to come again', async () => {
    await withFault('429');
    const response = await fetch(`${sandbox.url}/2010-04-01/Accounts/${credentials.accountSid}/Messages.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${credentials.accountSid}:${credentials.authToken}`)}` },
      body: new URLSearchParams({ To: jo, From: heedsNumber, Body: 'Hello' }),
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
  });

  it('timeout never answers and accepts nothing', async () => {
    await withFault('timeout');
    client = twilioAt(sandbox.url, credentials, impatientMs);
    await expect(send()).rejects.toMatchObject({ code: 'ECONNABORTED' });
    expect(sandbox.messages()).toEqual([]);
  });

  it('slow accepts and answers later', async () => {
    await withFault('slow');
    const startedAt = performance.now();
    await expect(send()).resolves.toMatchObject({ status: 'queued' });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(45);
    expect(sandbox.messages()).toHaveLength(1);
  });

  it.each(['30005', '30006'])('%s is accepted and then undelivered', async (fault) => {
    await withFault(fault);
    const { sid } = await send();
    await sandbox.settle();
    expect(statusesTold()).toEqual(['sent', 'undelivered']);
    expect(heed.received.map(({ form }) => form['ErrorCode'])).toEqual([undefined, fault]);
    const fetched = await client.messages(sid).fetch();
    expect(fetched).toMatchObject({ status: 'undelivered', errorCode: Number(fault) });
  });

  it.each([
    ['drop-callback', []],
    ['duplicate-callback', ['sent', 'sent', 'delivered', 'delivered']],
    ['reorder-callbacks', ['delivered', 'sent']],
  ])('%s leaves the message delivered', async (fault, told) => {
    await withFault(fault);
    await send();
    await sandbox.settle();
    expect(statusesTold()).toEqual(told);
    expect(sandbox.messages()).toMatchObject([{ status: 'delivered' }]);
  });

  it('concerns only the recipient that it names', async () => {
    await withFault('21610', { to: jo });
    await expect(send('Hello', '+447700900999')).resolves.toBeDefined();
    await expect(send()).rejects.toMatchObject({ code: 21610 });
  });

  it('lasts until it is taken back when it is not counted', async () => {
    await withFault('21610', { times: null });
    await expect(send()).rejects.toMatchObject({ code: 21610 });
    await expect(send()).rejects.toMatchObject({ code: 21610 });
    expect((await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' })).status).toBe(204);
    await expect(send()).resolves.toBeDefined();
    expect(await (await fetch(`${sandbox.url}/sandbox/faults`)).json()).toEqual([]);
  });

  it('is refused when the vendor cannot have it', async () => {
    const response = await putJson(`${sandbox.url}/sandbox/faults`, [{ vendor: 'twilio', times: 1, fault: 'bounce' }]);
    const problem = await jsonOf<{ errors: { path: string }[] }>(response);
    expect([response.status, problem.errors.map(({ path }) => path)]).toEqual([422, ['0/fault']]);
  });
});

describe('a reply', () => {
  const reply = { from: jo, to: heedsNumber, text: '1 K7QX & more' };

  it('reaches Heed signed', async () => {
    const response = await postJson(`${sandbox.url}/sandbox/replies`, reply);
    expect([response.status, await response.json()]).toEqual([202, { heedStatus: 204, answers: [] }]);

    const [received] = heed.received;
    expect(received?.path).toBe('/webhooks/twilio/inbound');
    expect(received?.form).toMatchObject({ From: jo, To: heedsNumber, Body: '1 K7QX & more', NumMedia: '0' });
    const signature = received?.headers['x-twilio-signature'] ?? '';
    const url = `${heed.url}/webhooks/twilio/inbound`;
    expect(twilio.validateRequest(credentials.authToken, signature, url, received?.form ?? {})).toBe(true);
  });

  it('is answered by an SMS when Heed says so in TwiML', async () => {
    const body = new twilio.twiml.MessagingResponse().message('Which one? Reply <1 K7QX> & wait').toString();
    heed.answers.push({ status: 200, contentType: 'text/xml', body });
    const response = await postJson(`${sandbox.url}/sandbox/replies`, reply);
    const { answers } = await jsonOf<{ answers: string[] }>(response);
    await sandbox.settle();
    expect(sandbox.messages({ to: jo })).toMatchObject([
      { id: answers[0], from: heedsNumber, text: 'Which one? Reply <1 K7QX> & wait', status: 'delivered' },
    ]);
  });

  it('reports what Heed answered, and that Heed is away', async () => {
    heed.answers.push({ status: 403 });
    const refused = await postJson(`${sandbox.url}/sandbox/replies`, reply);
    expect(await refused.json()).toMatchObject({ heedStatus: 403 });

    await heed.close();
    const away = await postJson(`${sandbox.url}/sandbox/replies`, reply);
    expect([away.status, await away.json()]).toEqual([
      502,
      expect.objectContaining({ type: 'urn:heed:problem:heed-unreachable' }),
    ]);
  });

  it('names what is wrong with it', async () => {
    const response = await postJson(`${sandbox.url}/sandbox/replies`, { from: 'jo', to: heedsNumber, words: 'hello' });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ detail: expect.stringMatching(/from: .*text: .*words/s) });
  });
});

describe('an event made by hand', () => {
  it.each([
    ['delivered', 'delivered', undefined],
    ['opened', 'read', undefined],
    ['failed', 'failed', 30003],
    ['bounced', 'undelivered', '30005'],
  ])('%s is told as %s at once', async (status, told, errorCode) => {
    const { sid } = await send();
    await sandbox.settle();
    heed.received.length = 0;

    const response = await postJson(`${sandbox.url}/sandbox/events`, { messageId: sid, status, errorCode });
    expect([response.status, await response.json()]).toEqual([202, { messageId: sid, status, heedStatus: 204 }]);
    expect(statusesTold()).toEqual([told]);
    expect(heed.received[0]?.form['ErrorCode']).toBe(errorCode === undefined ? undefined : String(errorCode));
    expect(sandbox.messages()).toMatchObject([{ id: sid, status }]);
  });

  it('has the last word over what would have become of the message', async () => {
    await sandbox.close();
    sandbox = await createQuickSandbox({ heedUrl: heed.url, pace: { firstAfterMs: 50, nextAfterMs: 1 } });
    client = twilioAt(sandbox.url);
    const { sid } = await send();
    await postJson(`${sandbox.url}/sandbox/events`, { messageId: sid, status: 'failed', errorCode: '30003' });
    await sandbox.settle();
    expect(statusesTold()).toEqual(['failed']);
  });

  it('needs a message', async () => {
    const response = await postJson(`${sandbox.url}/sandbox/events`, { messageId: 'SM1', status: 'failed' });
    expect([response.status, await response.json()]).toEqual([
      404,
      expect.objectContaining({ detail: expect.stringContaining('SM1') }),
    ]);
  });
});

describe('a callback that Heed does not take', () => {
  it('is tried again until it does', async () => {
    heed.answers.push({ status: 503 }, { status: 500 }, { status: 204 });
    await send();
    await sandbox.settle();
    expect(statusesTold()).toEqual(['sent', 'sent', 'sent', 'delivered']);
  });

  it('is not repeated when Heed refuses it', async () => {
    heed.answers.push({ status: 403 });
    await send();
    await sandbox.settle();
    expect(statusesTold()).toEqual(['sent', 'delivered']);
  });

  it('is given up with a sentence in the end', async () => {
    const sentences: string[] = [];
    await sandbox.close();
    sandbox = await createQuickSandbox({ heedUrl: heed.url, log: (sentence) => sentences.push(sentence) });
    client = twilioAt(sandbox.url);
    await heed.close();
    await send();
    await sandbox.settle();
    expect(sentences).toHaveLength(2);
    expect(sandbox.messages()).toMatchObject([{ status: 'delivered' }]);
  });

  it('goes to where Heed is reached when the address is not on this computer, signed over that address', async () => {
    const publicAddress = 'https://heed.example/webhooks/twilio/status?organisation=o-1';
    await client.messages.create({ to: jo, from: heedsNumber, body: 'Hello', statusCallback: publicAddress });
    await sandbox.settle();
    const [first] = heed.received;
    expect(first?.path).toBe('/webhooks/twilio/status?organisation=o-1');
    const signature = first?.headers['x-twilio-signature'] ?? '';
    expect(twilio.validateRequest(credentials.authToken, signature, publicAddress, first?.form ?? {})).toBe(true);
  });
});

describe('a person who sends STOP', () => {
  const anotherNumber = '+447700900457';
  const write = (text: string, to = heedsNumber) =>
    postJson(`${sandbox.url}/sandbox/replies`, { from: jo, to, text }).then((response) => response.status);

  it.each(['STOP', ' stop ', 'Unsubscribe'])(
    '("%s") gets nothing more from that number, and all from others',
    async (word) => {
      expect(await write(word)).toBe(202);
      await expect(send()).rejects.toMatchObject({ code: 21610, status: 400 });
      await expect(client.messages.create({ to: jo, from: anotherNumber, body: 'Hello' })).resolves.toMatchObject({
        to: jo,
      });
      await expect(client.calls.create({ to: jo, from: heedsNumber, twiml: '<Response/>' })).resolves.toBeDefined();
    },
  );

  it('is answered by Twilio, and by nobody else', async () => {
    heed.answers.push({ status: 200, contentType: 'text/xml', body: '<Response><Message>Hours</Message></Response>' });
    await write('STOP');
    expect(heed.received.at(-1)?.form).toMatchObject({ Body: 'STOP', From: jo });
    expect(sandbox.messages({ to: jo }).map(({ text }) => text)).toEqual([expect.stringMatching(/unsubscribed/)]);
  });

  it('hears again after START, and a sentence with STOP in it is none', async () => {
    await write('STOP');
    await write('Please do not stop writing', anotherNumber);
    await write('start');
    await expect(send()).resolves.toMatchObject({ to: jo });
    await expect(client.messages.create({ to: jo, from: anotherNumber, body: 'Hello' })).resolves.toBeDefined();
  });
});

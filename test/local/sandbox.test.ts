import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Sandbox } from '../../local/sandbox/create-sandbox';
import { createHeedDouble, type HeedDouble } from './heed-double';
import { createQuickSandbox, jsonOf, postJson, sendgridAt, twilioAt } from './sandbox-for-test';

const jo = '+447700900123';
const heedsNumber = '+447700900456';

let heed: HeedDouble;
let sandbox: Sandbox;
let folder: string;
let dataFile: string;

beforeEach(async () => {
  heed = await createHeedDouble();
  folder = await mkdtemp(path.join(tmpdir(), 'heed-sandbox-'));
  dataFile = path.join(folder, 'sandbox', 'messages.jsonl');
  sandbox = await createQuickSandbox({ heedUrl: heed.url, dataFile });
});

afterEach(async () => {
  await sandbox.close();
  await heed.close();
  await rm(folder, { recursive: true });
});

async function sendSms(body: string, to = jo): Promise<string> {
  const statusCallback = `${heed.url}/webhooks/twilio/status`;
  const { sid } = await twilioAt(sandbox.url).messages.create({ to, from: heedsNumber, body, statusCallback });
  return sid;
}

async function sendEmail(text: string, to: string): Promise<void> {
  await sendgridAt(sandbox.url).send({ to, from: 'care@heed.example', subject: 'Hello', text });
}

async function restart(): Promise<void> {
  await sandbox.close();
  sandbox = await createQuickSandbox({ heedUrl: heed.url, dataFile });
}

describe('GET /sandbox/messages', () => {
  async function texts(query: string): Promise<string[]> {
    const response = await fetch(`${sandbox.url}/sandbox/messages${query}`);
    const { messages } = await jsonOf<{ messages: { text: string }[] }>(response);
    return messages.map(({ text }) => text);
  }

  it('shows everything about a message and nothing else', async () => {
    const id = await sendSms('Read http://127.0.0.1:3000/c/abc, please');
    await sandbox.settle();
    const response = await fetch(`${sandbox.url}/sandbox/messages`);
    expect(await response.json()).toEqual({
      messages: [
        {
          id,
          at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
          channel: 'sms',
          from: heedsNumber,
          to: jo,
          subject: null,
          text: 'Read http://127.0.0.1:3000/c/abc, please',
          html: null,
          headers: {},
          links: ['http://127.0.0.1:3000/c/abc'],
          status: 'delivered',
        },
      ],
    });
  });

  it('is oldest first and filtered by recipient, channel and time', async () => {
    await sendSms('one');
    await sendSms('two', '+447700900999');
    await sendEmail('three', 'Jo@example.org');

    expect(await texts('')).toEqual(['one', 'two', 'three']);
    expect(await texts(`?to=${encodeURIComponent(jo)}`)).toEqual(['one']);
    expect(await texts(`?to=${jo}`)).toEqual(['one']);
    expect(await texts('?to=jo@example.org')).toEqual(['three']);
    expect(await texts('?channel=email')).toEqual(['three']);
    expect(await texts('?channel=voice')).toEqual([]);
    expect(await texts('?to=&channel=&since=')).toHaveLength(3);
    const last = sandbox.messages().at(-1)?.at ?? '';
    expect(await texts(`?since=${last}`)).toContain('three');
    expect(await texts('?since=2999-01-01T00:00:00+01:00')).toEqual([]);
  });

  it.each(['channel=fax', 'since=yesterday', 'recipient=jo'])('names what is wrong with %s', async (query) => {
    const response = await fetch(`${sandbox.url}/sandbox/messages?${query}`);
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining(query.split('=')[0] ?? '') });
  });
});

describe('the inbox page', () => {
  it('shows messages newest first, with links to follow', async () => {
    await sendSms('Earlier');
    await sendSms('Later: http://127.0.0.1:3000/c/abc.');
    const page = await (await fetch(`${sandbox.url}/sandbox`)).text();
    expect(page.indexOf('Later')).toBeLessThan(page.indexOf('Earlier'));
    expect(page).toContain('<a href="http://127.0.0.1:3000/c/abc" rel="noreferrer">http://127.0.0.1:3000/c/abc</a>.');
  });

  it('offers the links that only the HTML of an email has', async () => {
    const html = '<a href="http://127.0.0.1:3000/a/xyz">Read</a>';
    await sendgridAt(sandbox.url).send({ to: 'jo@example.org', from: 'care@heed.example', subject: 'Hello', html });
    const page = await (await fetch(`${sandbox.url}/sandbox`)).text();
    expect(page).toContain('<li><a href="http://127.0.0.1:3000/a/xyz" rel="noreferrer">');
  });

  it('runs and shows nothing that a message smuggles in', async () => {
    await sendgridAt(sandbox.url).send({
      to: 'jo@example.org',
      from: 'care@heed.example',
      subject: '<script>alert(1)</script>',
      text: '"><img src=x onerror=alert(1)> javascript:alert(1)',
      html: '<a href="javascript:alert(1)">press</a><script>alert(1)</script>',
    });
    const response = await fetch(`${sandbox.url}/sandbox`);
    const page = await response.text();
    expect(page).not.toMatch(/<script|<img|href="javascript/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('says whose number it is, where there is an address book', async () => {
    const named = await createQuickSandbox({
      heedUrl: 'http://127.0.0.1:9',
      addressBook: { [jo]: 'Jo <Bellweather>, client' },
    });
    try {
      for (const to of [jo, '+447700900999']) {
        await twilioAt(named.url).messages.create({ to, from: '+447700900499', body: 'Hello' });
      }
      const page = await (await fetch(`${named.url}/sandbox`)).text();
      expect(page).toContain('SMS to Jo &lt;Bellweather&gt;, client');
      expect(page).toContain('SMS to +447700900999');
    } finally {
      await named.close();
    }
  });

  it('can be narrowed to one recipient', async () => {
    await sendSms('for Jo');
    await sendSms('for another', '+447700900999');
    const page = await (await fetch(`${sandbox.url}/sandbox?to=${encodeURIComponent(jo)}`)).text();
    expect(page).toContain('for Jo');
    expect(page).not.toContain('for another');
  });
});

describe('after a restart', () => {
  it('messages and their statuses are still there', async () => {
    await sendSms('Hello');
    await sandbox.settle();
    const before = sandbox.messages();
    await restart();
    expect(sandbox.messages()).toEqual(before);
    expect(before).toMatchObject([{ status: 'delivered' }]);
  });

  it('a line that was torn off is skipped, and what is written after it is not lost', async () => {
    await sendSms('whole');
    await sandbox.settle();
    await sandbox.close();
    await appendFile(dataFile, '{"kind":"message","mess');
    sandbox = await createQuickSandbox({ heedUrl: heed.url, dataFile });
    await sendSms('after');
    await restart();
    expect(sandbox.messages().map(({ text }) => text)).toEqual(['whole', 'after']);
  });

  it('callbacks that were still to come are made', async () => {
    await sandbox.close();
    const patient = { firstAfterMs: 60_000, nextAfterMs: 60_000 };
    sandbox = await createQuickSandbox({ heedUrl: heed.url, dataFile, pace: patient });
    await sendSms('Hello');
    await restart();
    await sandbox.settle();
    expect(heed.received.map(({ form }) => form['MessageStatus'])).toEqual(['sent', 'delivered']);
    await restart();
    await sandbox.settle();
    expect(heed.received).toHaveLength(2);
  });

  it('a file that is not the sandbox’s is refused by line', async () => {
    await sandbox.close();
    await appendFile(dataFile, '{"kind":"other"}\n');
    await expect(createQuickSandbox({ heedUrl: heed.url, dataFile })).rejects.toThrow(`Line 1 of ${dataFile}`);
    await rm(dataFile);
    sandbox = await createQuickSandbox({ heedUrl: heed.url, dataFile });
  });
});

it('writes a message down before it answers', async () => {
  const id = await sendSms('Hello');
  expect(await readFile(dataFile, 'utf8')).toContain(id);
});

it('stamps messages with the clock that it is given', async () => {
  await sandbox.close();
  sandbox = await createQuickSandbox({ heedUrl: heed.url, now: () => new Date('2031-01-01T12:00:00Z') });
  await sendSms('Hello');
  expect(sandbox.messages()).toMatchObject([{ at: '2031-01-01T12:00:00.000Z' }]);
});

it('has no voice call to press keys on', async () => {
  const response = await postJson(`${sandbox.url}/sandbox/keys`, { messageId: 'CA1', digits: '1' });
  expect([response.status, await response.json()]).toEqual([
    422,
    expect.objectContaining({ detail: 'There is no voice call with the id CA1.' }),
  ]);
});

it('says what it does not have and what it cannot read', async () => {
  const unknown = await fetch(`${sandbox.url}/sandbox/faxes`);
  expect([unknown.status, await unknown.json()]).toEqual([404, expect.objectContaining({ status: 404 })]);
  const headers = { 'content-type': 'application/json' };
  const broken = await fetch(`${sandbox.url}/sandbox/replies`, { method: 'POST', headers, body: '{' });
  expect([broken.status, await broken.json()]).toEqual([400, expect.objectContaining({ title: 'unreadable body' })]);
});

it('refuses to stand beside real clients', async () => {
  const environment = jest.replaceProperty(process, 'env', { ...process.env, NODE_ENV: 'production' });
  await expect(createQuickSandbox({ heedUrl: heed.url })).rejects.toThrow('NODE_ENV is production');
  environment.restore();
});

import { verify } from 'node:crypto';
import type { Sandbox } from '../../local/sandbox/create-sandbox';
import { createHeedDouble, type HeedDouble, type Received } from './heed-double';
import {
  createQuickSandbox,
  impatientMs,
  type MailData,
  postJson,
  publicKey,
  putJson,
  sendgridAt,
  sendgridKey,
  signingKey,
} from './sandbox-for-test';

const gp = 'surgery@example.org';
const mail: MailData = {
  to: gp,
  from: { email: 'care@heed.example', name: 'Harbour' },
  replyTo: 'answers@heed.example',
  subject: 'About a patient',
  text: 'Please read http://127.0.0.1:3000/a/token-_1.',
  html: '<p>Please <a href="http://127.0.0.1:3000/a/token-_1?x=1&amp;y=2">read</a></p>',
  headers: { 'List-Unsubscribe': '<http://127.0.0.1:3000/u/1>' },
  customArgs: { dispatchId: 'd-1', organisation: 'o-1' },
};

let heed: HeedDouble;
let sandbox: Sandbox;

beforeEach(async () => {
  heed = await createHeedDouble();
  sandbox = await createQuickSandbox({ heedUrl: heed.url });
});

afterEach(async () => {
  await sandbox.close();
  await heed.close();
});

async function send(changes: Partial<MailData> = {}): Promise<string> {
  const [response] = await sendgridAt(sandbox.url).send({ ...mail, ...changes } as MailData);
  expect(response.statusCode).toBe(202);
  return String(response.headers['x-message-id']);
}

type Event = Record<string, unknown>;

function eventsTold(): Event[] {
  return heed.received.flatMap(({ body }) => JSON.parse(body.toString()) as Event[]);
}

function signatureIsGood({ headers, body }: Received): boolean {
  const timestamp = headers['x-twilio-email-event-webhook-timestamp'] ?? '';
  const signature = headers['x-twilio-email-event-webhook-signature'] ?? '';
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  return verify('sha256', signed, publicKey, Buffer.from(signature, 'base64'));
}

describe('an email that is accepted', () => {
  it('is in the inbox with its headers and links', async () => {
    const id = await send();
    expect(sandbox.messages()).toMatchObject([
      {
        id,
        channel: 'email',
        from: 'care@heed.example',
        to: gp,
        subject: 'About a patient',
        text: mail.text,
        html: mail.html,
        headers: {
          From: 'Harbour <care@heed.example>',
          'Reply-To': 'answers@heed.example',
          'List-Unsubscribe': '<http://127.0.0.1:3000/u/1>',
        },
        links: ['http://127.0.0.1:3000/a/token-_1', 'http://127.0.0.1:3000/a/token-_1?x=1&y=2'],
      },
    ]);
  });

  it('is told to be processed and then delivered, signed, with its custom arguments', async () => {
    const id = await send();
    await sandbox.settle();
    const own = { email: gp, dispatchId: 'd-1', organisation: 'o-1', sg_message_id: expect.stringContaining(`${id}.`) };
    expect(eventsTold()).toMatchObject([
      { event: 'processed', ...own },
      { event: 'delivered', ...own },
    ]);
    expect(new Set(eventsTold().map((event) => event['sg_event_id'])).size).toBe(2);
    expect(heed.received.map(({ path }) => path)).toEqual(Array(2).fill('/webhooks/sendgrid/events'));
    expect(heed.received.map(signatureIsGood)).toEqual([true, true]);
    expect(sandbox.messages()).toMatchObject([{ status: 'delivered' }]);
  });

  it('is one message for each recipient', async () => {
    const id = await send({ to: ['one@example.org', 'two@example.org'] });
    expect(sandbox.messages().map(({ id: own, to }) => [own, to])).toEqual([
      [id, 'one@example.org'],
      [`${id}.1`, 'two@example.org'],
    ]);
  });
});

it('takes the signing key as base64 too, and no other kind of key', async () => {
  const base64 = signingKey.replace(/-----[^-]+-----|\s/g, '');
  const other = await createQuickSandbox({ heedUrl: heed.url, sendgrid: { apiKey: 'SG.key', signingKey: base64 } });
  await other.close();
  const wrong = createQuickSandbox({ heedUrl: heed.url, sendgrid: { apiKey: 'SG.key', signingKey: 'c2VjcmV0' } });
  await expect(wrong).rejects.toThrow('neither PEM nor base64');
});

describe('what SendGrid refuses', () => {
  it('a wrong key', async () => {
    const sent = sendgridAt(sandbox.url, 'SG.wrong').send(mail);
    await expect(sent).rejects.toMatchObject({
      code: 401,
      response: {
        body: { errors: [{ message: expect.stringContaining('authorization grant is invalid'), field: null }] },
      },
    });
  });

  it.each([
    [{ to: 'nobody' }, 'personalizations.0.to.0.email'],
    [{ from: 'nobody' }, 'from.email'],
    [{ subject: '' }, 'subject'],
  ])('%j, naming the field', async (changes, field) => {
    await expect(send(changes)).rejects.toMatchObject({
      code: 400,
      response: { body: { errors: [{ field, message: expect.any(String), help: expect.any(String) }] } },
    });
    expect(sandbox.messages()).toEqual([]);
  });

  it('a body without anything', async () => {
    const headers = { authorization: 'Bearer SG.key', 'content-type': 'application/json' };
    const response = await fetch(`${sandbox.url}/v3/mail/send`, { method: 'POST', headers, body: '{}' });
    const { errors } = (await response.json()) as { errors: { field: string }[] };
    expect([response.status, errors.map(({ field }) => field)]).toEqual([400, ['personalizations', 'from', 'content']]);
  });
});

describe('faults', () => {
  async function withFault(fault: string): Promise<void> {
    const rules = [{ vendor: 'sendgrid', to: gp.toUpperCase(), times: 1, fault }];
    expect((await putJson(`${sandbox.url}/sandbox/faults`, rules)).status).toBe(200);
  }

  it('429 says when to come again', async () => {
    await withFault('429');
    await expect(send()).rejects.toMatchObject({ code: 429, response: { headers: { 'retry-after': '1' } } });
    await expect(send()).resolves.toBeDefined();
  });

  it('500 accepts nothing', async () => {
    await withFault('500');
    await expect(send()).rejects.toMatchObject({ code: 500 });
    expect(sandbox.messages()).toEqual([]);
  });

  it('timeout never answers and accepts nothing', async () => {
    await withFault('timeout');
    const impatient = sendgridAt(sandbox.url, sendgridKey, impatientMs);
    await expect(impatient.send(mail)).rejects.toMatchObject({ code: 'ECONNABORTED' });
    expect(sandbox.messages()).toEqual([]);
  });

  it('slow accepts and answers later', async () => {
    await withFault('slow');
    const startedAt = performance.now();
    await send();
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(45);
  });

  it('bounce is accepted and then bounces', async () => {
    await withFault('bounce');
    await send();
    await sandbox.settle();
    expect(eventsTold()).toMatchObject([{ event: 'processed' }, { event: 'bounce', type: 'bounce', status: '5.1.1' }]);
    expect(sandbox.messages()).toMatchObject([{ status: 'bounced' }]);
  });

  it.each([
    ['drop-callback', []],
    ['duplicate-callback', ['processed', 'processed', 'delivered', 'delivered']],
    ['reorder-callbacks', ['delivered', 'processed']],
  ])('%s leaves the email delivered', async (fault, told) => {
    await withFault(fault);
    await send();
    await sandbox.settle();
    expect(eventsTold().map(({ event }) => event)).toEqual(told);
    expect(new Set(eventsTold().map((event) => event['sg_event_id'])).size).toBe(told.length === 0 ? 0 : 2);
    expect(sandbox.messages()).toMatchObject([{ status: 'delivered' }]);
  });
});

it.each([
  ['delivered', 'delivered'],
  ['opened', 'open'],
  ['failed', 'dropped'],
  ['bounced', 'bounce'],
])('an event made by hand, %s, is told as %s', async (status, event) => {
  const messageId = await send();
  await sandbox.settle();
  heed.received.length = 0;
  await postJson(`${sandbox.url}/sandbox/events`, { messageId, status });
  expect(eventsTold()).toMatchObject([{ event, dispatchId: 'd-1' }]);
  expect(sandbox.messages()).toMatchObject([{ status }]);
});

it('an email to Heed comes as Inbound Parse sends it, and is signed', async () => {
  heed.answers.push({ status: 404 });
  const email = { from: 'Jo <jo@example.org>', to: 'answers@heed.example', subject: 'Re: you', text: 'Ça va' };
  const response = await postJson(`${sandbox.url}/sandbox/emails`, email);
  expect([response.status, await response.json()]).toEqual([202, { heedStatus: 404 }]);

  const [received] = heed.received;
  if (!received) throw new Error('Heed received nothing.');
  const form = await new Response(new Uint8Array(received.body), {
    headers: { 'content-type': received.headers['content-type'] ?? '' },
  }).formData();
  expect(received.path).toBe('/webhooks/sendgrid/inbound');
  const envelope = '{"to":["answers@heed.example"],"from":"jo@example.org"}';
  expect(Object.fromEntries(form)).toMatchObject({ ...email, envelope });
  expect(signatureIsGood(received)).toBe(true);
});

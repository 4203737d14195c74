import { generateKeyPairSync } from 'node:crypto';
import { demoOrganisations } from '../../prisma/demo-data';
import { agreeToMarketing, consentsInForce } from '../../records/marketing/consents';
import { isSuppressed } from '../../records/marketing/suppressions';
import { heedItself } from '../../records/work';
import { type ApiUnderTest, createApiUnderTest } from '../support/api';
import { ticked } from '../support/marketing-on-record';
import { type EmailFields, emailComesIn, multipartOf } from '../support/sendgrid-vendor';

/** Emails that come in. Whoever wants no more is heard; a person reads whatever else somebody says. domain.md §4 */

const to = demoOrganisations[0].facts.inboundEmail ?? '';
const elsewhere = demoOrganisations[1].facts.inboundEmail ?? '';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());
afterEach(() => api.setClock({ ms: 0 }));

const client = (index: number) => api.cases.client(index);
const emailOf = (index: number): string => client(index).email ?? '';
const written = (index: number, more: Partial<EmailFields> = {}): EmailFields => ({
  from: `${client(index).name} <${emailOf(index)}>`,
  to,
  subject: 'unsubscribe',
  text: '',
  headers: [`Message-ID: <${index}-${more.subject ?? ''}@mail.example>`],
  ...more,
});

const agreed = (index: number) =>
  api.cases.transact((work) =>
    agreeToMarketing(work, heedItself, {
      clientId: client(index).id,
      channel: 'email',
      topics: ['courses'],
      evidence: ticked(new Date(work.at.getTime() - 60_000)),
    }),
  );
const mayBeWrittenTo = (index: number) =>
  api.cases.transact(async (work) => ({
    consents: (await consentsInForce(work, client(index).id)).length,
    suppressed: await isSuppressed(work, 'email', emailOf(index)),
  }));
const unread = async (): Promise<readonly Record<string, unknown>[]> =>
  (await api.call('dutyClinician', 'GET', '/v1/inbound-messages')).body['items'] as Record<string, unknown>[];
const toldOf = (): Promise<{ workflow_id: string }[]> =>
  api.asOwner(`SELECT workflow_id FROM outbox_entries WHERE workflow_id LIKE 'staff-notice/message-without-case/%'`);

test('"unsubscribe" ends what a client agreed to, in the moment in which it comes in, and nobody has to read it', async () => {
  await agreed(0);
  expect((await emailComesIn(api, written(0))).status).toBe(200);
  expect(await mayBeWrittenTo(0)).toEqual({ consents: 0, suppressed: true });
  expect(await unread()).toEqual([]);
  const [kept] = await api.asOwner<{ source: string; channels: string[] }>(
    'SELECT source, channels FROM opt_outs WHERE client_id = $1',
    [client(0).id],
  );
  expect(kept).toEqual({ source: 'inbound-email', channels: ['email', 'sms'] });
});

test('told again, it changes nothing, even if they have agreed again in between', async () => {
  await agreed(1);
  const email = written(1);
  await emailComesIn(api, email);
  api.setClock({ ms: 60_000 });
  await api.cases.transact((work) =>
    agreeToMarketing(work, heedItself, {
      clientId: client(1).id,
      channel: 'email',
      topics: ['courses'],
      evidence: ticked(work.at),
    }),
  );
  const before = await api.onRecord();
  expect((await emailComesIn(api, email)).status).toBe(200);
  expect(await api.onRecord()).toEqual(before);
});

test('without a Message-ID the same email is known by what it says, and another is another', async () => {
  const email = written(2, { subject: 'When is my session?', headers: ['Date: Mon, 2 Nov 2026 10:00:00 +0000'] });
  const before = (await unread()).length;
  await emailComesIn(api, email);
  await emailComesIn(api, email);
  expect(await unread()).toHaveLength(before + 1);
  await emailComesIn(api, { ...email, headers: ['Date: Mon, 2 Nov 2026 11:00:00 +0000'] });
  expect(await unread()).toHaveLength(before + 2);
});

test('whoever says more is heard and read: the list has it whole, and who is on duty is told', async () => {
  const before = (await toldOf()).length;
  await agreed(3);
  const words = { subject: 'unsubscribe', text: 'Nobody answers your telephone.\r\nI do not know how to go on.\r\n' };
  api.setClock({ ms: 120_000 });
  await emailComesIn(api, written(3, words));
  expect(await mayBeWrittenTo(3)).toEqual({ consents: 0, suppressed: true });
  expect((await unread())[0]).toMatchObject({ channel: 'email', automatic: false, from: emailOf(3), ...words });
  expect(await toldOf()).toHaveLength(before + 1);
});

test('what does not plainly ask for it stops nothing, and a person reads it', async () => {
  await agreed(4);
  const subject = 'Please do not unsubscribe me';
  await emailComesIn(api, written(4, { subject }));
  expect(await mayBeWrittenTo(4)).toEqual({ consents: 1, suppressed: false });
  expect((await unread())[0]).toMatchObject({ subject });
});

test('a machine that answers opts nobody out and calls nobody, and is in the list', async () => {
  await agreed(5);
  const before = await toldOf();
  const subject = 'Re: News';
  const text = 'I am away.\r\n> unsubscribe';
  await emailComesIn(
    api,
    written(5, { subject, text, headers: ['Message-ID: <5@m>', 'Auto-Submitted: auto-replied'] }),
  );
  expect(await mayBeWrittenTo(5)).toEqual({ consents: 1, suppressed: false });
  expect((await unread())[0]).toMatchObject({ subject, text, automatic: true });
  expect(await toldOf()).toEqual(before);
});

test('an email in HTML alone is read too, without what it quotes', async () => {
  const html =
    '<html><head><style>p{}</style></head><body><p>Please&nbsp;unsubscribe me</p><blockquote>News</blockquote></body></html>';
  const { text: _none, ...rest } = written(6, { subject: 'Re: News' });
  await emailComesIn(api, { ...rest, html });
  expect(await mayBeWrittenTo(6)).toMatchObject({ suppressed: true });
});

test('what the owner of an open case should read goes to them', async () => {
  const caseId = await api.cases.raised(client(7));
  await emailComesIn(api, written(7, { subject: 'Please', text: 'Do not call my sister.' }));
  const { body } = await api.call('supervisor', 'GET', `/v1/urgent-care/cases/${caseId}/timeline`);
  expect(JSON.stringify(body)).toContain('They wrote: Please\\nDo not call my sister.');
});

test('who opts out while a case is open is heard and read; of a long email, what they wrote themselves first', async () => {
  const caseId = await api.cases.raised(client(8));
  const timeline = async (): Promise<string> =>
    JSON.stringify((await api.call('supervisor', 'GET', `/v1/urgent-care/cases/${caseId}/timeline`)).body);
  await emailComesIn(api, written(8));
  expect(await mayBeWrittenTo(8)).toMatchObject({ suppressed: true });
  expect(await timeline()).toContain('They wrote: unsubscribe');
  await emailComesIn(api, written(8, { subject: 'Re: News', text: `${'> quoted\r\n'.repeat(900)}I am not safe.` }));
  expect(await timeline()).toContain('They wrote: Re: News\\nI am not safe.');
});

describe('a person reads too', () => {
  const stranger = (name: string, more: Partial<EmailFields> = {}): EmailFields => ({
    from: `${name}@mail.example`,
    to,
    subject: 'unsubscribe',
    headers: [`Message-ID: <${name}@m>`],
    ...more,
  });
  test.each<[string, EmailFields, string]>([
    ['a file that came along', stranger('file', { attachments: 1 }), 'unsubscribe'],
    [
      'HTML beside a blank text',
      stranger('blank', { subject: '', text: '\n', html: 'I want to die' }),
      'I want to die',
    ],
    [
      'what HTML says between two quotations',
      stranger('quotes', { html: '<blockquote>a</blockquote><p>I want to die</p><blockquote>b</blockquote>' }),
      'I want to die',
    ],
    [
      'what is quoted in HTML',
      stranger('quoted', { html: '<blockquote>I want to die</blockquote>' }),
      '> I want to die',
    ],
    ['HTML that says more', stranger('more', { text: 'unsubscribe', html: 'unsubscribe. Help me' }), 'Help me'],
    ['a style that never ends', stranger('style', { text: '', html: '<style>I want to die' }), 'I want to die'],
    ['an opt-out from texts by nobody known', stranger('texts', { subject: '', text: 'Stop texting me' }), 'texting'],
    ['what came through a list', stranger('list', { text: 'Help me', headers: ['Precedence: list'] }), 'Help me'],
  ])('%s', async (_what, fields, says) => {
    await emailComesIn(api, fields);
    expect(JSON.stringify((await unread())[0])).toContain(says);
    expect((await unread())[0]).toMatchObject({ from: fields.from });
  });
});

test('two different emails under one Message-ID are two', async () => {
  const headers = ['Message-ID: <one@m>'];
  const before = (await unread()).length;
  await emailComesIn(api, written(0, { from: 'two@mail.example', subject: 'Hello', headers }));
  await emailComesIn(api, written(0, { from: 'two@mail.example', subject: 'Help me', headers }));
  expect(await unread()).toHaveLength(before + 2);
});

test.each([
  ["o'brien@mail.example", "o'brien@mail.example"],
  ['"jo@old.example" <jo@new.example>', 'jo@new.example'],
  ['jo@older.example <jo@newer.example>', 'jo@newer.example'],
  ["'Jo' <jo@newest.example>", 'jo@newest.example'],
])('%s opts %s out', async (from, address) => {
  await emailComesIn(api, written(0, { from, headers: [`Message-ID: <${address}>`] }));
  expect(await api.cases.transact((work) => isSuppressed(work, 'email', address))).toBe(true);
});

test('words that are made to keep a program busy are soon taken', async () => {
  const long = (piece: string): string => piece.repeat(100_000 / piece.length);
  for (const piece of ['a'.repeat(100), '<style>', '<', '"', "'"]) {
    const fields = written(0, { subject: long(piece), html: long(piece), headers: [] });
    expect((await emailComesIn(api, { ...fields, text: '', from: `${long(piece)} <busy@mail.example>` })).status).toBe(
      200,
    );
  }
});

test('words in another character set arrive as they were written', async () => {
  const bytes = Buffer.from('Grüße', 'latin1');
  const { body, contentType } = await multipartOf({
    from: 'gruesse@mail.example',
    to,
    subject: 'SUBJECT',
    text: 'Hello there.',
  });
  const at = body.indexOf('SUBJECT', body.indexOf('name="subject"'));
  const recoded = Buffer.concat([body.subarray(0, at), bytes, body.subarray(at + 'SUBJECT'.length)])
    .toString('latin1')
    .replace('"subject":"UTF-8"', '"subject":"iso-8859-1"');
  await emailComesIn(api, written(0), { body: Buffer.from(recoded, 'latin1'), contentType });
  expect((await unread())[0]).toMatchObject({ subject: 'Grüße', text: 'Hello there.' });
});

test('an email belongs to the organisation that it was written to', async () => {
  await agreed(9);
  await emailComesIn(api, written(9, { to: elsewhere }));
  expect(await mayBeWrittenTo(9)).toEqual({ consents: 1, suppressed: false });
});

test('an email to nobody here is answered, and changes nothing', async () => {
  const before = await api.onRecord();
  expect((await emailComesIn(api, written(0, { to: 'nobody@nowhere.example' }))).status).toBe(200);
  expect(await api.onRecord()).toEqual(before);
});

describe('refused, with nothing changed, is', () => {
  const otherKey = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
  const minutes = (count: number): Date => new Date(Date.now() - count * 60_000);
  test.each([
    ['one signed with another key', { key: otherKey }, 403],
    ['one whose signature is over something else', { signed: Buffer.from('another body') }, 403],
    ['one older than ten minutes', { at: minutes(11) }, 403],
    ['one from a time to come', { at: minutes(-11) }, 403],
    ['one that is no form', { body: Buffer.from('{}'), contentType: 'application/json' }, 422],
    ['one without a boundary', { contentType: 'multipart/form-data' }, 422],
    [
      'one that breaks off',
      { body: Buffer.from('--b\r\nContent-Dis'), contentType: 'multipart/form-data; boundary=b' },
      422,
    ],
  ])('%s', async (_which, forged, status) => {
    const before = await api.onRecord();
    expect((await emailComesIn(api, written(0, { subject: 'unsubscribe me' }), forged)).status).toBe(status);
    expect(await api.onRecord()).toEqual(before);
  });
});

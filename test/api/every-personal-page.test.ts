import { openRetentionNotice } from '../../records/retention/steps';
import { createLog } from '../../runtime/log';
import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';
import { agrees } from '../support/case-on-record';
import { agreesToNews, newReader, wholeMessage } from '../support/marketing-messages-on-record';
import { registerByApi } from '../support/newcomers-by-api';
import { retentionTools, wasEnrolled } from '../support/retention-on-record';
import { linkSent, signsForm } from '../support/sign-up-on-record';

/** What holds for each page behind a personal link, whatever it is about: how it is kept, found, left and read. */

let api: ApiUnderTest;
const logged: string[] = [];
beforeAll(async () => {
  api = await createApiUnderTest({ log: createLog('test', 'trace', { write: (line) => logged.push(line) }) });
});
afterAll(() => api?.stop());

const open = (path: string): Promise<Reply> => api.call(null, 'GET', path);
const send = (path: string, fields: Record<string, string>): Promise<Reply> =>
  api.call(null, 'POST', path, new URLSearchParams(fields));
const linkIn = (text = ''): string => /\/[ack]\/[\w-]+/.exec(text)?.[0] ?? '';
const nobodys = 'AAAAAAAAAAAAAAAAAAAAAA';

async function clients(): Promise<{ readonly link: string; readonly guardAnswer: string }> {
  const client = await api.cases.newClient();
  const [sms] = await api.cases.clientInformed(await api.cases.raised(client));
  return { link: linkIn(sms?.text), guardAnswer: client.guardAnswer };
}

async function contacts(): Promise<string> {
  const caseId = await api.cases.raised(await api.cases.newClient());
  await api.cases.clientAnswers(caseId, agrees('contact-1'));
  await api.cases.proceeds(caseId, 'contact-1');
  return linkIn((await api.cases.told(caseId, 'contact-1', 'sms', `SM-${caseId}`)).text);
}

async function afterwards(): Promise<string> {
  const { link } = await clients();
  await api.asOwner(
    `UPDATE personal_links SET audience = 'afterwards'
     WHERE id = (SELECT id FROM personal_links WHERE audience = 'client' ORDER BY expires_at DESC, id DESC LIMIT 1)`,
  );
  return link.replace('/c/', '/h/');
}

let step = 0;
async function signUp({ signed = false } = {}): Promise<string> {
  const { id, clientId } = await registerByApi(api);
  step += 1;
  return api.cases.transact(async (work) => {
    if (signed) await signsForm(work, clientId);
    return linkSent(work, id, step);
  });
}

let readers = 0;
const news = (): Promise<string> =>
  api.cases.transact(async (work) => {
    readers += 1;
    const { id } = await newReader(work, readers);
    await agreesToNews(work, id, { topic: 'courses', channels: ['email', 'sms'] });
    return wholeMessage(work, api.cases.caller('admin'), id, 'evenings');
  });

async function copy(): Promise<string> {
  const client = await api.cases.newClient();
  const { practitionerId } = client;
  if (practitionerId === null) throw new Error('Nobody treats them.');
  const endedAt = new Date(Date.now() - 351 * 24 * 60 * 60_000);
  const { outgoing } = await api.cases.transact(async (work) => {
    const enrolmentId = await wasEnrolled(work, { clientId: client.id, practitionerId }, endedAt);
    const order = { enrolmentId, version: 1, organisationId: api.demo.organisation.id, at: Date.now() };
    return openRetentionNotice(work, retentionTools, order);
  });
  return outgoing.map(({ text }) => linkIn(text)).find((link) => link !== '') ?? '';
}

/** Where it is, and what is sent there: nothing, for a page that is only opened. */
type Page = readonly [what: string, where: () => Promise<string>, sent?: Record<string, string>];

const pages: readonly Page[] = [
  ['the question that a client set themselves', async () => (await clients()).link],
  ['a wrong answer to it', async () => (await clients()).link, { guardAnswer: 'a red door' }],
  ['a contact’s', contacts],
  ['what a contact cannot send', contacts, { form: '0', answer: 'perhaps' }],
  ['a contact’s form that was never shown', contacts, { form: '7', answer: 'acting' }],
  ['how it was', afterwards],
  ['the consent form', signUp],
  ['the consent form without a tick', signUp, { form: '0', version: '1', signedName: 'Robin' }],
  ['where the questions begin', () => signUp({ signed: true })],
  ['a question', async () => `${await signUp({ signed: true })}/assessment/PHQ-9/1`],
  ['a question without an answer', async () => `${await signUp({ signed: true })}/assessment/PHQ-9/1`, {}],
  ['the answers', async () => `${await signUp({ signed: true })}/assessment/PHQ-9/review`],
  ['what news they get', news],
  ['what they choose of the news that is not there', news, { action: 'everything' }],
  ['the copy of their data', copy],
  ['the copy of their data for somebody else', copy, { birthDate: '1901-01-01', guardAnswer: 'a red door' }],
  ...['c', 'a', 'h', 's', 'u', 'k'].map(
    (kind): Page => [`a link /${kind}/ that is not valid`, async () => `/${kind}/${nobodys}`],
  ),
];

const named = pages.map((page) => [page[0], page] as const);

/** As they are sent, and once more as somebody who reads Welsh asks for them. */
const shown = async (
  [, where, sent]: Page,
  language = '',
): Promise<{ readonly path: string; readonly reply: Reply }> => {
  const path = await where();
  expect(path).toMatch(/^\/[cahsuk]\/[\w-]{22}/);
  const asked = `${path}${language && `?lang=${language}`}`;
  return { path, reply: await (sent ? send(asked, sent) : open(asked)) };
};

async function openedByClient(language = ''): Promise<Reply> {
  const { link, guardAnswer } = await clients();
  return send(`${link}${language && `?lang=${language}`}`, { guardAnswer });
}

const exit = /<a [^>]*id="exit"[^>]*>/;
const addressesIn = (html: string): readonly string[] =>
  [...html.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map(([, address = '']) => address);

function isSafe({ headers, text }: Reply): void {
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('set-cookie')).toBeNull();
  const policy = (headers.get('content-security-policy') ?? '').split(';').toSorted();
  expect(policy).toEqual([
    "base-uri 'none'",
    "default-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "script-src 'self'",
    "style-src 'self'",
  ]);

  expect(text).toContain('<title>Message for you</title>');
  expect(text).toContain('<meta name="robots" content="noindex');
  expect(text).toContain('<html lang="en">');
  expect(text).not.toMatch(/<style|<iframe|<img|\sstyle=|\son\w+=|<script(?! type="module" src="\/assets\/)/);
  // Before anything else of the page, and by a link alone: it works without a script.
  expect(text.indexOf('id="exit"')).toBeLessThan(text.indexOf('<main'));
  expect(exit.exec(text)?.[0]).toMatch(/href="https:\/\/www\.bbc\.co\.uk\/weather" rel="noreferrer nofollow"/);
  const elsewhere = addressesIn(text.replace(exit, '')).filter(
    (address) => !/^(\/(?!\/)|#|\?|tel:|data:,)/.test(address),
  );
  expect(elsewhere).toEqual([]);
}

test.each(named)(
  '%s is kept by nobody, found by nobody, can be left at once, and tells nobody who reads it',
  async (_what, page) => {
    const { reply } = await shown(page);
    isSafe(reply);
  },
);

test('so is what a client reads once they have answered their own question', async () => {
  const reply = await openedByClient();
  expect(reply.text).toContain('name="gp"');
  isSafe(reply);
});

describe('in Welsh', () => {
  const keepsIt = (text: string): void => {
    expect(text).toContain('<html lang="cy">');
    expect(text).toContain('<title>Neges i chi</title>');
    expect(text).toContain('<a href="?lang=en" lang="en"');
    expect(exit.exec(text)).not.toBeNull();
    const ownPages = addressesIn(text).filter((address) => /^\/[cahsuk]\//.test(address) && !address.endsWith('.pdf'));
    for (const address of ownPages) expect(address).toMatch(/\?lang=cy$/);
    // A fallback says that it is one, and to nobody else: not in a title, nor in an attribute.
    expect(text).toContain('<span lang="en">');
    expect(text).not.toMatch(/="[^"]*&lt;span|&lt;span|<title>[^<]*<span|="[^"]*<span/);
  };

  test.each(named)(
    '%s says what there is in Welsh, marks the rest as English, and leads on in Welsh',
    async (_what, page) => {
      const { reply } = await shown(page, 'cy');
      keepsIt(reply.text);
    },
  );

  test('so does what a client reads once they have answered their own question', async () => {
    keepsIt((await openedByClient('cy')).text);
  });

  test('what was taken is said in Welsh too', async () => {
    const { link, guardAnswer } = await clients();
    const taken = await send(`${link}?lang=cy`, { guardAnswer, form: '0', gp: 'refuse' });
    expect(taken.headers.get('location')).toBe(`${link}?received&lang=cy`);
    const told = await contacts();
    const acting = await send(`${told}?lang=cy`, { form: '0', answer: 'acting' });
    expect(acting.headers.get('location')).toBe(`${told}?lang=cy`);
  });

  test.each(['', 'en', 'fr', 'cy&lang=cy', '<b>'])(
    'a language that is not one of ours is English: "%s"',
    async (asked) => {
      const { text } = await open(`/c/${nobodys}?lang=${asked}`);
      expect(text).toContain('<html lang="en">');
    },
  );
});

test('no token of a link is in any line of the log, whatever came of the request', async () => {
  const tokens = new Set<string>();
  for (const page of pages) {
    const { path } = await shown(page);
    tokens.add(path.split('/')[2] ?? '');
  }
  tokens.delete(nobodys);
  expect(tokens.size).toBeGreaterThan(10);
  expect(logged.filter((line) => /"route":"\/[cahsuk]\/:token/.test(line)).length).toBeGreaterThan(pages.length);
  for (const token of tokens) expect(logged.filter((line) => line.includes(token))).toEqual([]);
});

test('what a page loads is small, compressed, and kept for good under an address of this release', async () => {
  const { text } = await open(`/a/${nobodys}`);
  const assets = addressesIn(text).filter((address) => address.startsWith('/assets/'));
  expect(assets.map((address) => address.split('/').at(-1))).toEqual(['nhsuk.css', 'page.css', 'page.mjs']);
  let bytes = Buffer.byteLength((await openedByClient()).text);
  for (const address of assets) {
    const response = await fetch(api.url + address);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await response.text()).not.toMatch(/@font-face|url\(["']?(https?:)?\/\//);
    bytes += Number(response.headers.get('content-length'));
  }
  expect(bytes).toBeLessThanOrEqual(150 * 1024);
  expect((await fetch(`${api.url}/assets/000000000000/nhsuk.css`)).headers.get('cache-control')).toBe('no-store');
  expect((await fetch(`${api.url}${assets[0]?.replace('nhsuk.css', 'constructor')}`)).status).toBe(404);
});

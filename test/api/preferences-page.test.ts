import { consentsInForce } from '../../records/marketing/consents';
import { isSuppressed } from '../../records/marketing/suppressions';
import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';
import { agreesToNews, newReader, type Reader, wholeMessage } from '../support/marketing-messages-on-record';
import { changeAddresses } from '../support/marketing-on-record';

/** `/u/{token}`: looking changes nothing, one button stops everything, and only the person opts in again. domain.md §4 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());
afterEach(() => api.setClock({ ms: 0 }));

type Reading = Reader & {
  /** Of their own page. */
  readonly path: string;
};

let readers = 0;
/** Agreed to news of courses and of evenings by email, and of courses by SMS; a message has come. */
async function reader(): Promise<Reading> {
  readers += 1;
  return api.cases.transact(async (work) => {
    const jo = await newReader(work, readers);
    await agreesToNews(work, jo.id, { topic: 'courses', channels: ['email', 'sms'] });
    return { ...jo, path: await wholeMessage(work, api.cases.caller('admin'), jo.id, 'evenings') };
  });
}

const agreedTo = async ({ id }: Reader): Promise<readonly string[]> =>
  (await api.cases.transact((work) => consentsInForce(work, id)))
    .map(({ channel, topic }) => `${channel}/${topic}`)
    .toSorted();
const suppressed = ({ email, mobile }: Reader): Promise<readonly boolean[]> =>
  api.cases.transact(async (work) => [
    await isSuppressed(work, 'email', email),
    await isSuppressed(work, 'sms', mobile),
  ]);
const open = ({ path }: Pick<Reading, 'path'>): Promise<Reply> => api.call(null, 'GET', path);
const submit = ({ path }: Reading, ...fields: readonly (readonly [string, string])[]): Promise<Reply> =>
  api.call(null, 'POST', path, new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])));
const oneClick = ({ path }: Pick<Reading, 'path'>): Promise<Reply> =>
  api.call(null, 'POST', path, new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }));

const chosenEmail = (topic: string) => ['chosen', `email/${topic}`] as const;

test.each(['GET', 'HEAD'])(
  '%s shows the choice and changes nothing, however often a scanner does it',
  async (method) => {
    const jo = await reader();
    const before = await api.onRecord();
    for (let time = 0; time < 3; time += 1) {
      const page = await api.call(
        null,
        method,
        `${jo.path}?List-Unsubscribe=One-Click&action=stop-all&received=stopped`,
      );
      expect(page.status).toBe(200);
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('x-robots-tag')).toContain('noindex');
    }
    expect(await api.onRecord()).toEqual(before);
  },
);

test('the page names what they get, with the crisis lines on top and no name of theirs', async () => {
  const page = (await open(await reader())).text;
  for (const words of ['courses, by email', 'courses, by text message', 'evenings, by email', '116 123']) {
    expect(page).toContain(words);
  }
  expect(page).toContain('<title>Message for you</title>');
  expect(page).not.toContain('reader.');
  expect(page).not.toMatch(/ checked/);
});

test('one click of a mail program stops everything: 200, no cookie, no redirect, as often as it comes', async () => {
  const jo = await reader();
  for (let time = 0; time < 2; time += 1) {
    const reply = await oneClick(jo);
    expect([reply.status, reply.headers.get('location'), reply.headers.get('set-cookie')]).toEqual([200, null, null]);
  }
  expect(await agreedTo(jo)).toEqual([]);
  expect(await suppressed(jo)).toEqual([true, true]);
  const found = await api.asOwner('SELECT source FROM opt_outs WHERE client_id = $1', [jo.id]);
  expect(found).toEqual([{ source: 'one-click' }]);
});

test.each([
  ['one click', oneClick],
  [
    'what is ticked',
    (jo: Reading) => submit(jo, ['action', 'stop-chosen'], ...['courses', 'evenings'].map(chosenEmail)),
  ],
])('%s in an old email stops the address that it went to, and the one of today', async (_how, stops) => {
  const jo = await reader();
  const moved = { ...jo, email: `moved.${jo.email}` };
  await api.cases.transact((work) => changeAddresses(work, jo.id, { email: moved.email }));
  await stops(jo);
  expect([(await suppressed(jo))[0], (await suppressed(moved))[0]]).toEqual([true, true]);
});

test('a mail program may send a multipart form', async () => {
  const jo = await reader();
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  const { status } = await fetch(api.url + jo.path, { method: 'POST', body: form, redirect: 'manual' });
  expect(status).toBe(200);
  expect(await agreedTo(jo)).toEqual([]);
});

test('one button stops everything, and the page says so', async () => {
  const jo = await reader();
  const reply = await submit(jo, ['action', 'stop-all']);
  expect([reply.status, reply.headers.get('location')]).toEqual([303, `${jo.path}?received=stopped`]);
  expect(await suppressed(jo)).toEqual([true, true]);
  expect((await api.call(null, 'GET', `${jo.path}?received=stopped`)).text).toContain('You get no more news from us.');
});

test('what is ticked is stopped and nothing else; a channel of which nothing is left is opted out', async () => {
  const jo = await reader();
  await submit(jo, ['action', 'stop-chosen'], ['chosen', 'email/evenings']);
  expect(await agreedTo(jo)).toEqual(['email/courses', 'sms/courses']);
  expect(await suppressed(jo)).toEqual([false, false]);
  await submit(jo, ['action', 'stop-chosen'], ['chosen', 'email/courses']);
  expect(await agreedTo(jo)).toEqual(['sms/courses']);
  expect(await suppressed(jo)).toEqual([true, false]);
});

test('afterwards they, and only they, opt in again, and what they ticked is kept as evidence', async () => {
  const jo = await reader();
  await oneClick(jo);
  api.setClock({ ms: 60_000 });
  const imported = await api.call('platform', 'POST', '/v1/marketing/consents', {
    clientId: jo.id,
    channel: 'email',
    topics: ['courses'],
    evidence: { at: new Date().toISOString(), wording: 'A list.', source: 'import' },
  });
  expect(imported).toMatchObject({ status: 409, body: { type: 'urn:heed:problem:suppressed' } });

  expect((await open(jo)).text).toContain('Yes, send me news about courses by email.');
  await submit(jo, ['action', 'agree'], ['chosen', 'email/courses'], ['chosen', 'email/what nobody offered']);
  expect(await agreedTo(jo)).toEqual(['email/courses']);
  expect(await suppressed(jo)).toEqual([false, true]);
});

test('nothing ticked changes nothing', async () => {
  const jo = await reader();
  const before = await api.onRecord();
  await submit(jo, ['action', 'stop-chosen']);
  await submit(jo, ['action', 'agree']);
  await submit(jo, ['action', 'stop-chosen'], ['chosen', 'nonsense']);
  expect(await api.onRecord()).toEqual(before);
});

test('the link works years later', async () => {
  const jo = await reader();
  api.setClock({ ms: 20 * 365 * 24 * 60 * 60_000 });
  expect((await open(jo)).status).toBe(200);
});

describe('a link that leads nowhere', () => {
  const unknown = { path: '/u/AAAAAAAAAAAAAAAAAAAAAA' };

  test('says kindly how else to stop it, whoever asks', async () => {
    for (const reply of [await open(unknown), await oneClick(unknown)]) {
      expect(reply.status).toBe(404);
      expect(reply.text).toContain('answer STOP to our text');
    }
  });

  test('such as that of another page', async () => {
    const jo = await reader();
    expect((await open({ path: jo.path.replace('/u/', '/s/') })).status).toBe(404);
    expect((await open({ path: jo.path.replace('/u/', '/c/') })).status).toBe(404);
  });
});

test.each([
  ['nothing', {}],
  ['another click', { 'List-Unsubscribe': 'Two-Clicks' }],
  ['what the page has no button for', { action: 'agree-to-everything' }],
])('a form with %s changes nothing', async (_what, fields) => {
  const jo = await reader();
  const before = await api.onRecord();
  expect((await submit(jo, ...Object.entries(fields))).status).toBe(422);
  expect(await api.onRecord()).toEqual(before);
});

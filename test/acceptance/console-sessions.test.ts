import { randomUUID } from 'node:crypto';
import { browsing, signInAs } from '../support/browsing';
import type { CaseInWorld } from '../support/people';
import { createWorld, type World } from '../support/world';

/** Who may use the console, from which page, and for how long. */

let world: World;
let theCase: CaseInWorld;
beforeAll(async () => {
  world = await createWorld();
  theCase = await world.staff('practitioner').raisesConcern(world.client(), 'significant');
  await theCase.reaches('awaiting-client');
}, 60_000);
afterAll(() => world?.stop());

const hourMs = 60 * 60_000;
const at = (path: string): string => world.heed.url + path;
const staff = () => world.heed.demo.organisation.staff;

type Key = 'practitioner' | 'secondPractitioner' | 'supervisor' | 'dpo';

async function signedIn(key: Key = 'practitioner') {
  const browser = browsing();
  const page = await signInAs(browser, at('/'), staff()[key].id);
  expect(page).toMatchObject({ status: 200, url: at('/') });
  return browser;
}
const hidden = (page: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
const standDown = async (browser: Awaited<ReturnType<typeof signedIn>>) => {
  const url = at(`/cases/${theCase.id}/stand-down`);
  const { text } = await browser.get(url);
  return {
    url,
    fields: { _csrf: hidden(text, '_csrf'), form: hidden(text, 'form'), outcome: 'client-safe', note: '' },
  };
};

test('whoever has not signed in is asked to, and comes back to where they wanted to go', async () => {
  const browser = browsing();
  expect(await browser.get(at(`/cases/${theCase.id}`))).toMatchObject({
    status: 303,
    location: at(`/login?returnTo=${encodeURIComponent(`/cases/${theCase.id}`)}`),
  });
  const page = await signInAs(browser, at(`/cases/${theCase.id}`), staff().practitioner.id);
  expect(page).toMatchObject({ status: 200, url: at(`/cases/${theCase.id}`) });
});

test.each([
  'https://elsewhere.example/',
  '//elsewhere.example/',
  '/\\elsewhere.example',
  '/.//elsewhere.example/',
  'javascript:alert(1)',
  '',
])('nobody is sent on to %j after they have signed in', async (returnTo) => {
  const page = await signInAs(
    browsing(),
    at(`/login?returnTo=${encodeURIComponent(returnTo)}`),
    staff().practitioner.id,
  );
  expect(new URL(page.url).origin).toBe(world.heed.url);
});

test('a session that somebody else has begun is not the one that is signed in', async () => {
  const browser = browsing();
  await browser.get(at('/login'));
  const before = new Map(browser.cookies).get('heed');
  expect(before).toBeDefined();
  await signInAs(browser, at('/'), staff().practitioner.id);
  expect(browser.cookies.get('heed')).not.toBe(before);
  const other = browsing();
  other.cookies.set('heed', before ?? '');
  expect((await other.get(at('/'))).status).toBe(303);
});

test('the cookie is for the server alone, and no other site sends it along with a form', async () => {
  const response = await fetch(at('/login'), { redirect: 'manual' });
  expect(response.headers.get('set-cookie')).toMatch(/HttpOnly/);
  expect(response.headers.get('set-cookie')).toMatch(/SameSite=Lax/);
});

test('what comes back from the provider counts once, and only in the browser that asked', async () => {
  const browser = browsing();
  const choice = await browser.open(at('/'));
  let answered = await browser.post(choice.url, { account: staff().practitioner.id });
  while (answered.location !== null && !answered.location.startsWith(at('/login/callback'))) {
    answered = await browser.get(answered.location);
  }
  const callback = answered.location ?? '';
  expect((await browsing().get(callback)).status).toBe(400);
  expect((await browser.get(`${callback}x`)).status).toBe(400);
  expect((await browser.get(callback)).status).toBe(400);
});

test('a form without the token of its session does nothing', async () => {
  const browser = await signedIn();
  const { url, fields } = await standDown(browser);
  const other = await signedIn('supervisor');
  const { fields: othersFields } = await standDown(other);
  for (const _csrf of ['', othersFields._csrf]) {
    expect((await browser.post(url, { ...fields, _csrf })).status).toBe(403);
  }
  expect((await theCase.read()).outcome).toBeNull();
});

test('no page can be framed, kept, or found, and none loads anything from elsewhere', async () => {
  const { headers, text } = await (await signedIn()).get(at('/'));
  expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-robots-tag')).toMatch(/noindex/);
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(text).not.toMatch(/(src|href)="https?:/);
});

test('a practitioner who does not treat the client is shown nothing of the case, and a form of theirs does nothing', async () => {
  const browser = await signedIn('secondPractitioner');
  const { status, text } = await browser.get(at(`/cases/${theCase.id}`));
  expect(status).toBe(403);
  expect(text).not.toMatch(/Said goodbye/);
  const mine = (await browser.get(at('/'))).text;
  expect(mine).not.toContain(theCase.id);
  const fields = { _csrf: hidden(mine, '_csrf'), form: randomUUID(), outcome: 'client-safe', note: 'They are fine.' };
  expect((await browser.post(at(`/cases/${theCase.id}/stand-down`), fields)).status).toBe(403);
  expect((await theCase.read()).outcome).toBeNull();
});

test('whom the client named is shown to those who may read the plan, and to nobody else', async () => {
  const { clientId } = await theCase.read();
  const named = world.heed.demo.organisation.clients.find(({ id }) => id === clientId)?.urgentCarePlan.contacts[0];
  const seenBy = async (key: Key, page = '') =>
    (await (await signedIn(key)).get(at(`/cases/${theCase.id}${page}`))).text;
  expect(await seenBy('practitioner')).toContain(named?.name);
  expect(await seenBy('dpo')).toContain('First contact');
  for (const page of ['', '/withdrawal', '/review.json']) expect(await seenBy('dpo', page)).not.toContain(named?.name);
});

test('a case is taken out for a review by whoever may read it, and not by others', async () => {
  for (const file of ['review.json', 'review.pdf']) {
    const url = at(`/cases/${theCase.id}/${file}`);
    expect((await (await signedIn('practitioner')).get(url)).status).toBe(200);
    const refused = await (await signedIn('secondPractitioner')).get(url);
    expect(refused.status).toBe(403);
    expect(refused.text).not.toMatch(/Said goodbye/);
  }
});

test('what is filled in wrongly is shown again, with what is wrong and what was written', async () => {
  const browser = await signedIn();
  const { url, fields } = await standDown(browser);
  const refused = await browser.post(url, { ...fields, outcome: 'nonsense', note: 'We <b>spoke</b>.' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('This was not taken');
  expect(refused.text).toContain('We &lt;b&gt;spoke&lt;/b&gt;.');
  expect((await theCase.read()).outcome).toBeNull();
});

test('whoever does nothing for long signs in again; what their page asks by itself is nothing', async () => {
  const [idle, busy] = [await signedIn(), await signedIn()];
  world.clockErrors.apiAheadMs = 20 * hourMs;
  expect((await idle.get(at('/'), { 'x-asked-by': 'page' })).status).toBe(200);
  expect((await busy.get(at('/'))).status).toBe(200);
  world.clockErrors.apiAheadMs = 25 * hourMs;
  expect((await idle.get(at('/'), { 'x-asked-by': 'page' })).status).toBe(401);
  expect((await idle.get(at('/'))).status).toBe(303);
  expect((await busy.get(at('/'))).status).toBe(200);
  world.clockErrors.apiAheadMs = 0;
});

test('whoever signs out is signed out', async () => {
  const browser = await signedIn();
  const { text } = await browser.get(at('/'));
  const cookies = new Map(browser.cookies);
  await browser.post(at('/logout'), { _csrf: hidden(text, '_csrf') });
  for (const [name, value] of cookies) browser.cookies.set(name, value);
  expect((await browser.get(at('/'))).status).toBe(303);
});

test('pressed twice, it happens once', async () => {
  const browser = await signedIn();
  const { url, fields } = await standDown(browser);
  const sent = { ...fields, note: 'We spoke, and they are at home.' };
  const answers = [await browser.post(url, sent), await browser.post(url, sent)];
  expect(answers.map(({ status, location }) => [status, location])).toEqual([
    [303, at(`/cases/${theCase.id}`)],
    [303, at(`/cases/${theCase.id}`)],
  ]);
  const ended = (await theCase.timeline()).filter(({ kind }) => /stood-down|outcome/.test(kind));
  expect(ended).toHaveLength(1);
});

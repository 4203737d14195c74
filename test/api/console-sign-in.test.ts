import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { MemoryStore } from 'express-session';
import { createBegunSignIns } from '../../api/console/sign-in/begun-sign-ins';
import { type SessionSettings, sessions, signIn } from '../../api/console/sign-in/session';
import { ownAddress } from '../../api/console/sign-in/sign-in-pages';
import { createSignInProvider, SignInFailed, type SignInProvider } from '../../api/console/sign-in/sign-in-provider';
import { createIdentityProvider, type IdentityProvider } from '../../local/identity/create-identity-provider';
import { generateIdentityKeys } from '../../local/identity/keys';
import { type Browser, createBrowser } from '../local/browser';

/** How people sign in to the console, each part by itself. test/acceptance/console-sessions.test.ts has the whole. */

describe('where somebody is sent on to once they have signed in', () => {
  const ours = 'https://heed.example';
  test.each([
    '/',
    '/cases/01980000-0000-7001-8001-000000000001?from=the%20board#what-happened',
    '/%2F%2Fevil.example',
    '/%5Cevil.example',
    '/@evil.example',
    '/:80',
    '/.evil.example',
    '/https://evil.example/',
  ])('%j is an address of ours', (given) => {
    const url = new URL(ownAddress(given, ours));
    expect(url.origin).toBe(ours);
    expect(url.pathname).toBe(new URL(ours + given).pathname);
  });

  test.each([
    'https://evil.example/',
    'https:evil.example',
    'https:/evil.example',
    'https:',
    'HTTPS://heed.example@evil.example/',
    '//evil.example',
    '///evil.example',
    '////evil.example',
    '\\\\evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '\u0000//evil.example',
    '/\u0009\\evil.example',
    '.evil.example',
    '@evil.example',
    ':80',
    'javascript:alert(1)',
    'data:text/html,evil',
    'evil.example',
    '',
    undefined,
    ['/cases', '//evil.example'],
    // No places to go to once one has signed in.
    '/login',
    '/login?returnTo=%2Flogin',
    '/login/callback?code=stolen&state=planted',
    '/logout',
    '/./login',
    `/${'a'.repeat(2_000)}`,
  ])('%j is none', (given) => {
    expect(ownAddress(given, ours)).toBe('/');
  });

  test.each(['/.//evil.example', '/cases/..//evil.example', '/%2e//evil.example'])(
    '%j is one of ours, whatever stands at the head of its path',
    (given) => {
      expect(new URL(ownAddress(given, ours), ours).origin).toBe(ours);
    },
  );
});

describe.each([
  { by: 'https', secure: true, prefix: '__Host-' },
  { by: 'http, on this machine', secure: false, prefix: '' },
])('by $by the cookie', ({ secure, prefix }) => {
  const settings: SessionSettings = {
    store: new MemoryStore(),
    seen: async () => undefined,
    secret: 'a secret of at least 32 characters',
    secure,
    idleMs: 60_000,
    mostMs: 60_000,
  };
  const begun = createBegunSignIns(settings, () => new Date());
  const caller = { credential: 'somebody', organisationId: 'somewhere', roles: [] };
  const app = express()
    .set('trust proxy', 1)
    .use(sessions(settings))
    .get('/begin', async (request, response) => {
      const what = { verifier: 'v', state: 'a-state-of-its-own', nonce: 'n', again: false, by: null, returnTo: '/' };
      await begun.keep(request, response, what);
      response.end();
    })
    .get('/sign-in', async (request, response) => {
      await signIn(request, { caller, since: 0, shownAt: null, seenAt: 0 });
      response.end();
    });
  const server = createServer(app).listen(0, '127.0.0.1');
  afterAll(() => server.close());
  const setAt = async (path: string): Promise<string> => {
    if (!server.listening) await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
    const headers = { 'x-forwarded-proto': secure ? 'https' : 'http' };
    const [set = '', ...others] = (await fetch(url, { headers })).headers.getSetCookie();
    expect(others).toEqual([]);
    return set;
  };
  const flags = (set: string): readonly string[] =>
    set
      .split('; ')
      .slice(1)
      .map((flag) => flag.replace(/^(Expires|Max-Age)=.*/, '$1'))
      .sort();
  const always = ['HttpOnly', 'Path=/', 'SameSite=Lax', ...(secure ? ['Secure'] : [])];

  test('of a session is for the server alone, and goes with the browser', async () => {
    const set = await setAt('/sign-in');
    expect(set).toMatch(new RegExp(`^${prefix}heed=s%3A`));
    expect(flags(set)).toEqual(always);
  });

  test('of a sign-in that was begun is too, and goes with its time', async () => {
    const set = await setAt('/begin');
    expect(set).toMatch(new RegExp(`^${prefix}heed-in-a-state-of-its-o=ey`));
    expect(set).toContain('Max-Age=900');
    expect(flags(set)).toEqual([...always, 'Expires', 'Max-Age'].sort());
  });
});

describe('the provider', () => {
  const redirectUri = 'http://127.0.0.1:9/login/callback';
  const organisation = { id: 'o-1', name: 'Harbour' };
  let identity: IdentityProvider;
  let provider: SignInProvider;
  beforeAll(async () => {
    identity = await createIdentityProvider({
      audience: 'heed',
      keys: await generateIdentityKeys(),
      accounts: ['s-1', 's-2'].map((id) => ({ id, name: id, organisation, roles: ['practitioner'] })),
      clients: [],
      console: { clientId: 'console', clientSecret: 'secret', redirectUris: [redirectUri], postLogoutRedirectUris: [] },
    });
    provider = createSignInProvider({
      issuer: identity.issuer,
      clientId: 'console',
      clientSecret: 'secret',
      redirectUri,
      afterwards: 'http://127.0.0.1:9/',
      mostMs: 12 * 60 * 60_000,
    });
  });
  afterAll(() => identity?.close());
  afterEach(() => jest.restoreAllMocks());

  /** As if so much time had passed, for the provider and for us. */
  const letPass = (ms: number): void => {
    const { now } = Date;
    jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
  };
  async function signsIn(browser: Browser): Promise<void> {
    const { url } = await provider.begin(false);
    const choice = await browser.open(url);
    await browser.open(choice.url.href, { account: 's-1' });
  }
  test('lets somebody in by the session that it has, and says how long ago they showed that it is them', async () => {
    const browser = createBrowser();
    await signsIn(browser);
    letPass(20 * 60_000);
    const { url, asked } = await provider.begin(false);
    const back = await browser.open(url);
    const { claims, shownAgoMs } = await provider.finish(asked, back.url);
    expect(claims.sub).toBe('s-1');
    expect(shownAgoMs).toBeGreaterThanOrEqual(20 * 60_000);
    expect(shownAgoMs).toBeLessThan(21 * 60_000);
  });

  test('asks whoever must show that it is them, although it has a session of theirs', async () => {
    const browser = createBrowser();
    await signsIn(browser);
    letPass(20 * 60_000);
    const { url, asked } = await provider.begin(true);
    const choice = await browser.open(url);
    expect(choice.page).toContain('Choose who you are');
    const back = await browser.open(choice.url.href, { account: 's-1' });
    expect((await provider.finish(asked, back.url)).shownAgoMs).toBeLessThan(60_000);
  });

  test.each([
    ['they did so longer ago than may be', '86400'],
    ['it does not say when they did so', null],
  ])('whoever must show that it is them is not let in where %s', async (_why, maxAge) => {
    const browser = createBrowser();
    await signsIn(browser);
    letPass(6 * 60_000);
    const { url, asked } = await provider.begin(true);
    // As whoever sits at the browser can change what it is asked there.
    const changed = new URL(url);
    changed.searchParams.delete('prompt');
    changed.searchParams.delete('max_age');
    if (maxAge !== null) changed.searchParams.set('max_age', maxAge);
    const back = await browser.open(changed.href);
    expect(back.url.searchParams.get('code')).not.toBeNull();
    await expect(provider.finish(asked, back.url)).rejects.toThrow(SignInFailed);
  });

  test('is not believed what was asked for another sign-in', async () => {
    const [one, other] = [await provider.begin(false), await provider.begin(false)];
    const browser = createBrowser();
    const choice = await browser.open(one.url);
    const back = await browser.open(choice.url.href, { account: 's-1' });
    await expect(provider.finish(other.asked, back.url)).rejects.toThrow(SignInFailed);
    await expect(provider.finish({ ...one.asked, nonce: other.asked.nonce }, back.url)).rejects.toThrow(SignInFailed);
  });
});

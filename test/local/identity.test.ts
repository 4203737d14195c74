import { createHash, randomBytes } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { createIdentityProvider, type IdentityProvider } from '../../local/identity/create-identity-provider';
import { generateIdentityKeys, type IdentityKeys } from '../../local/identity/keys';
import { mintToken } from '../../local/identity/mint-token';
import type { Parties } from '../../local/identity/parties';
import { createBrowser } from './browser';
import { jsonOf } from './sandbox-for-test';

const harbour = { id: 'o-1', name: 'Harbour <Therapy>' };
const redirectUri = 'http://127.0.0.1:9/login/callback';
const parties: Parties = {
  beginAs: 's-1',
  accounts: [
    { id: 's-1', name: 'Dr Amara', organisation: harbour, roles: ['practitioner', 'duty-clinician'] },
    { id: 's-2', name: 'Sam Supervisor', organisation: { id: 'o-2', name: 'Meadow' }, roles: ['supervisor'] },
  ],
  clients: [{ clientId: 'p-1', clientSecret: 'platform-secret', organisation: harbour, roles: ['platform'] }],
  console: {
    clientId: 'console',
    clientSecret: 'console-secret',
    redirectUris: [redirectUri],
    postLogoutRedirectUris: ['http://127.0.0.1:9/'],
  },
};
const daySeconds = 86_400;

let keys: IdentityKeys;
let provider: IdentityProvider;

beforeAll(async () => {
  keys = await generateIdentityKeys();
  provider = await createIdentityProvider({ ...parties, audience: 'heed', keys });
});

afterAll(() => provider.close());

interface Tokens {
  access_token: string;
  id_token: string;
  expires_in: number;
}

async function requestToken(form: Record<string, string>, [id, secret]: [string, string]): Promise<Response> {
  return fetch(`${provider.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams(form),
  });
}

async function verified(token: string): Promise<JWTPayload> {
  const published = createRemoteJWKSet(new URL(`${provider.issuer}/jwks`));
  const { payload } = await jwtVerify(token, published, { issuer: provider.issuer, audience: 'heed', typ: 'at+jwt' });
  return payload;
}

function authorisation(challenge: Record<string, string>): string {
  const parameters = {
    client_id: 'console',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile',
  };
  return `${provider.issuer}/auth?${new URLSearchParams({ ...parameters, state: 'st', ...challenge }).toString()}`;
}

function proofKey(): { verifier: string; challenge: Record<string, string> } {
  const verifier = randomBytes(32).toString('base64url');
  const code_challenge = createHash('sha256').update(verifier).digest('base64url');
  return { verifier, challenge: { code_challenge, code_challenge_method: 'S256' } };
}

async function tokensFor(code: string, verifier: string): Promise<Tokens> {
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
  const response = await requestToken(form, ['console', 'console-secret']);
  expect(response.status).toBe(200);
  return jsonOf<Tokens>(response);
}

describe('a person', () => {
  it('chooses who to be and gets a token for Heed', async () => {
    const browser = createBrowser();
    const { verifier, challenge } = proofKey();

    const choice = await browser.open(authorisation(challenge));
    expect(choice.status).toBe(200);
    expect(choice.page).toContain('Harbour &lt;Therapy&gt;');
    expect(choice.page).toContain('Dr Amara (practitioner, duty clinician)');
    expect(choice.page).toContain('a decision waits for <strong>Dr Amara</strong>');

    const back = await browser.open(choice.url.href, { account: 's-1' });
    expect(back.url.href).toContain(`${redirectUri}?code=`);
    expect(back.url.searchParams.get('state')).toBe('st');

    const tokens = await tokensFor(back.url.searchParams.get('code') ?? '', verifier);
    const claims = await verified(tokens.access_token);
    expect(claims).toMatchObject({ sub: 's-1', organisation: 'o-1', roles: ['practitioner', 'duty-clinician'] });
    expect([tokens.expires_in, (claims.exp ?? 0) - (claims.iat ?? 0)]).toEqual([daySeconds, daySeconds]);

    const published = createRemoteJWKSet(new URL(`${provider.issuer}/jwks`));
    const { payload } = await jwtVerify(tokens.id_token, published, { audience: 'console' });
    expect(payload).toMatchObject({
      sub: 's-1',
      name: 'Dr Amara',
      organisation: 'o-1',
      roles: parties.accounts[0]?.roles,
    });
  });

  it('is let in again without being asked, and it says since when', async () => {
    const browser = createBrowser();
    const first = proofKey();
    const choice = await browser.open(authorisation(first.challenge));
    await browser.open(choice.url.href, { account: 's-1' });

    const second = proofKey();
    const back = await browser.open(authorisation({ ...second.challenge, max_age: '3600' }));
    const { access_token, id_token } = await tokensFor(back.url.searchParams.get('code') ?? '', second.verifier);
    expect(await verified(access_token)).toMatchObject({ sub: 's-1' });
    expect(decodeJwt(id_token)['auth_time']).toBeLessThanOrEqual(Date.now() / 1_000);
  });

  it.each([
    ['is to sign in, and may be somebody else', { prompt: 'login' }, 0, 's-2'],
    ['did so longer ago than may be', { max_age: '60' }, 61_000, 's-1'],
  ])('is asked again where whoever comes %s', async (_why, asked, laterMs, account) => {
    const browser = createBrowser();
    const choice = await browser.open(authorisation(proofKey().challenge));
    await browser.open(choice.url.href, { account: 's-1' });

    const { now } = Date;
    const later = jest.spyOn(Date, 'now').mockImplementation(() => now() + laterMs);
    const { verifier, challenge } = proofKey();
    const again = await browser.open(authorisation({ ...challenge, ...asked }));
    expect(again.page).toContain('Choose who you are');
    const back = await browser.open(again.url.href, { account });
    const { access_token } = await tokensFor(back.url.searchParams.get('code') ?? '', verifier);
    later.mockRestore();
    expect(decodeJwt(access_token)).toMatchObject({ sub: account });
  });

  it('cannot be somebody unknown, and is asked again', async () => {
    const browser = createBrowser();
    const choice = await browser.open(authorisation(proofKey().challenge));
    const again = await browser.open(choice.url.href, { account: 'nobody' });
    expect(again).toMatchObject({ status: 422, page: expect.stringContaining('Choose who you are') });
  });

  it('needs the proof key', async () => {
    const { url } = await createBrowser().open(authorisation({}));
    expect(url.searchParams.get('error')).toBe('invalid_request');
  });

  it('reads what went wrong without being sent anywhere', async () => {
    const address = authorisation(proofKey().challenge).replace('client_id=console', 'client_id=%3Cscript%3E');
    const { status, page } = await createBrowser().open(address);
    expect([status, page]).toEqual([400, expect.stringContaining('Sorry, you could not be signed in')]);
    expect(page).not.toContain('<script>');
  });

  it('signs out', async () => {
    const browser = createBrowser();
    const choice = await browser.open(authorisation(proofKey().challenge));
    await browser.open(choice.url.href, { account: 's-1' });
    const end = `${provider.issuer}/session/end?client_id=console&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2F`;
    const { page } = await browser.open(end);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const { url } = await browser.open(`${provider.issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
    expect(url.href).toBe('http://127.0.0.1:9/');
  });
});

describe('a platform', () => {
  it('gets a token for its credentials', async () => {
    const response = await requestToken({ grant_type: 'client_credentials' }, ['p-1', 'platform-secret']);
    const { access_token, expires_in } = await jsonOf<Tokens>(response);
    expect([response.status, expires_in]).toEqual([200, daySeconds]);
    expect(await verified(access_token)).toMatchObject({ sub: 'p-1', organisation: 'o-1', roles: ['platform'] });
  });

  it('gets none for wrong ones', async () => {
    const response = await requestToken({ grant_type: 'client_credentials' }, ['p-1', 'wrong']);
    expect([response.status, await response.json()]).toEqual([
      401,
      expect.objectContaining({ error: 'invalid_client' }),
    ]);
  });
});

describe('a minted token', () => {
  const mint = (changes: { lifetimeSeconds?: number; audience?: string } = {}) =>
    mintToken({
      keys,
      issuer: provider.issuer,
      audience: 'heed',
      subject: 's-1',
      organisation: 'o-1',
      roles: ['practitioner'],
      lifetimeSeconds: 60,
      ...changes,
    });

  it('verifies against the published keys', async () => {
    const token = await mint();
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: keys.kid });
    expect(await verified(token)).toMatchObject({ sub: 's-1', organisation: 'o-1', roles: ['practitioner'] });
  });

  it('is refused when it has expired or is for somebody else', async () => {
    await expect(verified(await mint({ lifetimeSeconds: -60 }))).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
    await expect(verified(await mint({ audience: 'other' }))).rejects.toMatchObject({ claim: 'aud' });
  });
});

it('can be discovered', async () => {
  const response = await fetch(`${provider.issuer}/.well-known/openid-configuration`);
  expect(await response.json()).toMatchObject({
    issuer: provider.issuer,
    authorization_endpoint: `${provider.issuer}/auth`,
    token_endpoint: `${provider.issuer}/token`,
    jwks_uri: `${provider.issuer}/jwks`,
    end_session_endpoint: `${provider.issuer}/session/end`,
  });
});

it('publishes no private part of its key', async () => {
  const { keys: published } = await jsonOf<{ keys: object[] }>(await fetch(`${provider.issuer}/jwks`));
  expect(published).toHaveLength(1);
  expect(published[0]).toMatchObject({ kid: keys.kid });
  expect(published[0]).not.toHaveProperty('d');
});

it('refuses to stand beside real clients', async () => {
  const environment = jest.replaceProperty(process, 'env', { ...process.env, NODE_ENV: 'production' });
  await expect(createIdentityProvider({ ...parties, audience: 'heed', keys })).rejects.toThrow(
    'NODE_ENV is production',
  );
  environment.restore();
});

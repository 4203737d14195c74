import { createPublicKey } from 'node:crypto';
import { CompactSign, generateKeyPair, importJWK, SignJWT } from 'jose';
import { generateIdentityKeys } from '../../local/identity/keys';
import { newId } from '../../records/ids';
import { type ApiUnderTest, audience, createApiUnderTest } from '../support/api';

/** Who is let in. contract.md §7: no or bad token 401 with WWW-Authenticate, missing role 403. */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const cases = '/v1/urgent-care/cases';
const concern = () => ({ clientId: api.cases.client(0).id, concern: 'A concern.', immediacy: 'significant' });

const bad: readonly (readonly [string, () => Promise<string>])[] = [
  ['that is over', () => api.tokenWith({ lifetimeSeconds: -3_600 })],
  ['for another audience', () => api.tokenWith({ audience: 'somebody-else' })],
  ['from another issuer', () => api.tokenWith({ issuer: 'https://id.example' })],
  ['signed with another key', async () => api.tokenWith({ keys: await generateIdentityKeys() })],
  [
    'signed with another key under the same name',
    async () => api.tokenWith({ keys: { ...(await generateIdentityKeys()), kid: api.identityKeys.kid } }),
  ],
  ['that was changed', async () => changed(await api.token('admin'), { roles: ['supervisor'] })],
  ['that is not signed, alg none', async () => unsigned(await api.token('supervisor'))],
  ['signed with the public key as a shared secret', () => sharedSecret()],
  ['without an end', () => endless()],
  ['that counts only in an hour', () => signed({ nbf: inSeconds(3_600) })],
  ['that ended a minute ago', () => signed({ exp: inSeconds(-60) })],
  ['whose audiences do not name Heed', () => signed({ aud: ['somebody-else', 'heed-2'] })],
  ['without an audience', () => signed({ aud: undefined })],
  ['without an issuer', () => signed({ iss: undefined })],
  ['without a subject', () => signed({ sub: undefined })],
  ['by a key of another kind under our name', () => anotherKind()],
  ['that is no token', async () => 'abc.def.ghi'],
  ['that is empty', async () => ''],
];

test.each(bad)('a token %s is 401, says so in WWW-Authenticate, and saves nothing', async (_what, token) => {
  const before = await api.onRecord();
  for (const [method, path, body] of [
    ['GET', cases],
    ['POST', cases, concern()],
  ] as const) {
    const reply = await api.call(await token(), method, path, body);
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer realm="heed"/);
    expect(reply.body).toMatchObject({ type: 'urn:heed:problem:not-authenticated', status: 401 });
  }
  expect(await api.onRecord()).toEqual(before);
});

test.each([
  ['none', {}],
  ['another scheme', { authorization: 'Basic c3VwZXJ2aXNvcjpzZWNyZXQ=' }],
  ['the scheme alone', { authorization: 'Bearer' }],
])('a request with %s is 401 before its body is read', async (_what, headers) => {
  const reply = await api.call(null, 'POST', cases, '{"malformed', headers);
  expect(reply.status).toBe(401);
  expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="heed"');
});

test('a good token is let in, whatever the case of the scheme', async () => {
  const authorization = `bearer ${await api.token('supervisor')}`;
  expect((await api.call(null, 'GET', cases, undefined, { authorization })).status).toBe(200);
});

describe('a token of good signature is 403', () => {
  const refused = async (token: Promise<string>): Promise<void> => {
    const before = await api.onRecord();
    const reply = await api.call(token, 'POST', cases, concern());
    expect(reply).toMatchObject({ status: 403, body: { type: 'urn:heed:problem:forbidden' } });
    expect(await api.onRecord()).toEqual(before);
  };

  test('without a role', () => refused(api.tokenWith({ roles: [] })));
  test('with roles that Heed does not know', () => refused(api.tokenWith({ roles: ['director', 'Supervisor'] })));
  test('with a role that may not do this', () => refused(api.token('dpo')));
  test('without an organisation', () => refused(api.tokenWith({ organisation: '' })));
  test('whose organisation is not there at all', () => refused(signed({ organisation: undefined })));
  test('with more than one organisation', () =>
    refused(signed({ organisation: [api.demo.organisation.id, api.demo.otherOrganisation.id] })));
  test('whose roles are not there at all', () => refused(signed({ roles: undefined })));
  test('whose roles are no list', () => refused(signed({ roles: 'supervisor' })));
  test('of which the last of two lists of roles counts, as of any claim that stands there twice', () =>
    refused(twice()));
  test('of nobody among the staff', () => refused(api.tokenWith({ subject: newId() })));
  test('of nobody among the staff, whose subject is no id of ours', () =>
    refused(api.tokenWith({ subject: 'auth0|65f1c0ffee' })));
  test('of another organisation’s staff', () =>
    refused(api.tokenWith({ subject: api.demo.otherOrganisation.staff.supervisor.id })));
});

test('an organisation that is not served here is 403, whatever is asked', async () => {
  const nobodys = api.tokenWith({ organisation: newId(), roles: ['platform'] });
  for (const [method, path, body] of [
    ['GET', cases, undefined],
    ['POST', cases, concern()],
  ] as const) {
    const reply = await api.call(nobodys, method, path, body);
    expect(reply).toMatchObject({ status: 403, body: { type: 'urn:heed:problem:forbidden' } });
  }
});

test.each([
  ['one of whose audiences is Heed', () => signed({ aud: ['somebody-else', audience] })],
  ['that ended within the half minute by which clocks may differ', () => signed({ exp: inSeconds(-15) })],
  ['that counts within that half minute', () => signed({ nbf: inSeconds(15) })],
  ['with a role that Heed does not know beside one that it does', () => api.tokenWith({ roles: ['x', 'supervisor'] })],
])('a token %s is let in', async (_what, token) => {
  expect((await api.call(token(), 'GET', cases)).status).toBe(200);
});

test('a subject that is no id of ours may be a platform’s, and reads what its role reads', async () => {
  const platform = api.tokenWith({ subject: 'auth0|platform', roles: ['platform'] });
  expect((await api.call(platform, 'GET', cases)).status).toBe(200);
});

test('a subject that is no id of ours reads no case by being nobody', async () => {
  const caseId = await api.cases.raised(api.cases.client(1));
  const stranger = api.tokenWith({ subject: 'auth0|65f1c0ffee', roles: ['practitioner'] });
  expect((await api.call(stranger, 'GET', `${cases}/${caseId}`)).status).toBe(403);
  expect(await api.call(stranger, 'GET', cases)).toMatchObject({ status: 200, body: { items: [] } });
});

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claimsOf = (token: string): object =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));

function changed(token: string, claims: object): string {
  const [header, , signature] = token.split('.');
  return [header, part({ ...claimsOf(token), ...claims }), signature].join('.');
}

const unsigned = (token: string): string => `${part({ alg: 'none', typ: 'at+jwt' })}.${part(claimsOf(token))}.`;

async function sharedSecret(): Promise<string> {
  const { kty, n, e, kid } = api.identityKeys;
  const published = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
  const secret = Buffer.from(published.export({ type: 'spki', format: 'pem' }));
  return new SignJWT({ ...claimsOf(await api.token('supervisor')) })
    .setProtectedHeader({ alg: 'HS256', kid })
    .sign(secret);
}

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;

/** A supervisor's token, signed as it should be, but for these claims. */
async function signed(changes: Readonly<Record<string, unknown>>): Promise<string> {
  const { identityKeys: keys } = api;
  const claims = { ...claimsOf(await api.token('supervisor')), ...changes };
  return new SignJWT(claims).setProtectedHeader({ alg: keys.alg, kid: keys.kid }).sign(await importJWK(keys, keys.alg));
}

/** Two lists of roles in one token: RFC 7519 §4 lets the last one count. */
async function twice(): Promise<string> {
  const { identityKeys: keys } = api;
  const { roles: _roles, ...claims } = claimsOf(await api.token('supervisor')) as Record<string, unknown>;
  const text = JSON.stringify(claims).replace(/}$/, ',"roles":["supervisor"],"roles":["dpo"]}');
  return new CompactSign(Buffer.from(text))
    .setProtectedHeader({ alg: keys.alg, kid: keys.kid })
    .sign(await importJWK(keys, keys.alg));
}

/** An algorithm that Heed takes, but not the one of the key that it names. */
async function anotherKind(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  const claims = claimsOf(await api.token('supervisor'));
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid: api.identityKeys.kid }).sign(privateKey);
}

async function endless(): Promise<string> {
  const { keys, supervisor } = { keys: api.identityKeys, supervisor: api.demo.organisation.staff.supervisor };
  return new SignJWT({ organisation: api.demo.organisation.id, roles: supervisor.roles })
    .setProtectedHeader({ alg: keys.alg, kid: keys.kid })
    .setIssuer(api.issuer)
    .setAudience(audience)
    .setSubject(supervisor.id)
    .sign(await importJWK(keys, keys.alg));
}

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose';
import { providerKeys } from '../../api/http/provider-keys';
import { until } from '../support/until';

/** The keys of an OIDC provider: found by its discovery, changed by it at any time, and not lost while it is away. */

interface Signing {
  readonly published: JWK;
  token(): Promise<string>;
}
async function newKey(): Promise<Signing> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    published: { ...jwk, kid, alg: 'ES256', use: 'sig' },
    token: () => new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid }).setExpirationTime('1h').sign(privateKey),
  };
}

let provider: Server;
let issuer: string;
let published: readonly Signing[];
/** Where the keys are, and under whose name. */
let document: { issuer: string; jwks_uri: string };
let away: boolean;
let asked: readonly string[];
let nowMs: number;

beforeEach(async () => {
  provider = createServer((request, response) => {
    asked = [...asked, request.url ?? ''];
    if (away) return void response.writeHead(503).end();
    const isDiscovery = request.url === '/.well-known/openid-configuration';
    if (!isDiscovery && issuer + request.url !== document.jwks_uri) return void response.writeHead(404).end();
    const answer = isDiscovery ? document : { keys: published.map((key) => key.published) };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(provider, 'listening');
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  document = { issuer, jwks_uri: `${issuer}/keys` };
  away = false;
  asked = [];
  nowMs = 0;
  published = [await newKey()];
});
afterEach(async () => {
  provider.closeAllConnections();
  provider.close();
  await once(provider, 'close');
});

const everyMs = 600_000;
const cooldownMs = 30_000;
const findKeys = () => providerKeys(issuer, { everyMs, cooldownMs, now: () => nowMs });
/** `taken`, or why not. */
async function ask(keys: ReturnType<typeof findKeys>, key: Signing): Promise<string> {
  const token = await key.token();
  try {
    await jwtVerify(token, keys);
    return 'taken';
  } catch (error) {
    const { problem, code } = error as { problem?: string; code?: string };
    return problem ?? code ?? String(error);
  }
}
const lookUps = (): number => asked.filter((path) => path === '/.well-known/openid-configuration').length;
const [unknown, providerAway] = ['ERR_JWKS_NO_MATCHING_KEY', 'identity-provider-away'];

test('a key that comes counts with the first token that names it, and one that goes does not for long', async () => {
  const [old] = published as [Signing];
  const keys = findKeys();
  expect(await ask(keys, old)).toBe('taken');
  const next = await newKey();
  published = [next];
  nowMs += cooldownMs;
  expect(await ask(keys, next)).toBe('taken');
  expect(await ask(keys, old)).toBe(unknown);
});

test('a withdrawn key that nobody replaces is forgotten when the keys are looked up anew', async () => {
  const [old] = published as [Signing];
  const keys = findKeys();
  expect(await ask(keys, old)).toBe('taken');
  published = [await newKey()];
  nowMs += everyMs;
  // This one does not wait for the look-up that it begins.
  expect(await ask(keys, old)).toBe('taken');
  await until('the key is forgotten', async () => (await ask(keys, old)) === unknown);
});

test('a key that was withdrawn while nobody asked is forgotten before the first one who asks', async () => {
  const [old] = published as [Signing];
  const keys = findKeys();
  expect(await ask(keys, old)).toBe('taken');
  published = [await newKey()];
  nowMs += 2 * everyMs;
  expect(await ask(keys, old)).toBe(unknown);
});

test('keys that have moved are found where discovery says by now', async () => {
  const keys = findKeys();
  expect(await ask(keys, published[0] as Signing)).toBe('taken');
  document = { issuer, jwks_uri: `${issuer}/elsewhere` };
  const next = await newKey();
  published = [next];
  nowMs += cooldownMs;
  expect(await ask(keys, next)).toBe('taken');
});

test('a provider that is away stops no token whose key is known, and what it alone knows waits for it', async () => {
  const [known] = published as [Signing];
  const keys = findKeys();
  expect(await ask(keys, known)).toBe('taken');
  away = true;
  nowMs += 10 * everyMs;
  expect(await ask(keys, known)).toBe('taken');
  const next = await newKey();
  published = [known, next];
  expect(await ask(keys, next)).toBe(providerAway);
  expect(await ask(keys, known)).toBe('taken');

  away = false;
  nowMs += cooldownMs;
  expect(await ask(keys, next)).toBe('taken');
});

test('as long as the provider has never answered, nobody can say whether a token is good', async () => {
  away = true;
  const keys = findKeys();
  expect(await ask(keys, published[0] as Signing)).toBe(providerAway);
  away = false;
  expect(await ask(keys, published[0] as Signing)).toBe('taken');
});

test('a flood of keys that nobody knows is one look-up in the cool-down', async () => {
  const keys = findKeys();
  const strangers = await Promise.all(Array.from({ length: 20 }, newKey));
  expect(await ask(keys, published[0] as Signing)).toBe('taken');
  expect(lookUps()).toBe(1);
  nowMs += cooldownMs;
  const answers = await Promise.all(strangers.map((stranger) => ask(keys, stranger)));
  expect(new Set(answers)).toEqual(new Set([unknown]));
  expect(lookUps()).toBe(2);
});

test('a discovery document of another issuer brings no keys', async () => {
  document = { issuer: 'https://id.example', jwks_uri: `${issuer}/keys` };
  expect(await ask(findKeys(), published[0] as Signing)).toBe(providerAway);
});

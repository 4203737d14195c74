import {
  createLocalJWKSet,
  errors,
  type FlattenedJWSInput,
  type JSONWebKeySet,
  type JWSHeaderParameters,
  type JWTVerifyGetKey,
} from 'jose';
import { z } from 'zod';
import { unavailable } from '../../records/errors';

/** In milliseconds. */
export interface KeyRefreshing {
  /** How long keys are used before they are looked up anew. A key that the provider has withdrawn counts no longer than twice that. */
  readonly everyMs: number;
  /** A flood of tokens with keys that nobody knows costs the provider no more than one look-up in this time. */
  readonly cooldownMs: number;
  readonly now: () => number;
}

const asUsual: KeyRefreshing = { everyMs: 10 * 60_000, cooldownMs: 30_000, now: Date.now };
const answersWithinMs = 5_000;

const discoveryDocument = z.object({ issuer: z.string(), jwks_uri: z.url() });
const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

interface Known {
  readonly find: ReturnType<typeof createLocalJWKSet>;
  readonly readAtMs: number;
}

/**
 * The keys of an OIDC provider by its discovery: a new one counts with the first token that names it, a withdrawn one for
 * twenty minutes at most. What is known goes on being used while the provider is away, and the API starts without it.
 * @returns finds a token's key. @throws Unavailable as long as nobody knows whether there is one
 */
export function providerKeys(issuer: string, { everyMs, cooldownMs, now }: KeyRefreshing = asUsual): JWTVerifyGetKey {
  let known: Known | undefined;
  let lastAskedAtMs = Number.NEGATIVE_INFINITY;
  let lastAnswered = false;
  let asking: Promise<void> | undefined;

  const ask = async (): Promise<void> => {
    lastAskedAtMs = now();
    lastAnswered = false;
    known = { find: createLocalJWKSet(await discover(issuer)), readAtMs: now() };
    lastAnswered = true;
  };
  /** Whoever comes while somebody asks hears the same answer. */
  const askOnce = (): Promise<void> => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
  const ageMs = (): number => now() - (known?.readAtMs ?? 0);
  const mayAsk = (): boolean => asking !== undefined || now() - lastAskedAtMs >= cooldownMs;

  return async (header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    if (!known) await askOnce().catch(sayProviderAway);
    else if (ageMs() >= everyMs && mayAsk()) {
      const asked = askOnce().catch(() => undefined);
      // As long as somebody asks all the time, nobody waits for it. What was read before a quiet night may be long withdrawn.
      if (ageMs() >= 2 * everyMs) await asked;
    }
    if (!known) return sayProviderAway();

    try {
      return await known.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (mayAsk()) await askOnce().catch(sayProviderAway);
      // Within the cool-down the last look-up counts, unless it found nobody.
      else if (!lastAnswered) sayProviderAway();
      return known.find(header, token);
    }
  };
}

async function discover(issuer: string): Promise<JSONWebKeySet> {
  const document = discoveryDocument.parse(await read(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`));
  // Another one's document would bring another one's keys. OpenID Connect Discovery 1.0 §4.3
  if (document.issuer !== issuer) throw new Error('The discovery document names another issuer.');
  return keySet.parse(await read(document.jwks_uri));
}

async function read(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(answersWithinMs) });
  if (!response.ok) throw new Error(`Answered ${response.status}.`);
  return response.json();
}

const sayProviderAway = (): never => {
  throw unavailable('identity-provider-away', 'The identity provider does not answer, so no token can be checked.');
};

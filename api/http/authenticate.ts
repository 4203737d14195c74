import type { Request, RequestHandler } from 'express';
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { type Caller, type Role, roles } from '../../records/caller';
import { forbidden, HeedError, unavailable } from '../../records/errors';
import { sendProblem } from './problems';

export interface IdentitySettings {
  readonly issuer: string;
  readonly audience: string;
  readonly organisationClaim: string;
  readonly rolesClaim: string;
}

const callers = new WeakMap<Request, Caller>();

/** Who asks. Only behind `authenticate`. */
export function callerOf(request: Request): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error('This route is not behind authentication.');
  return caller;
}

/** Lets a request in whose bearer token the organisation's identity provider has signed for us. */
export function authenticate(settings: IdentitySettings): RequestHandler {
  const keys = discoveredKeys(settings.issuer);
  return async (request, response, next) => {
    const [scheme, token] = (request.get('authorization') ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) {
      response.set('WWW-Authenticate', 'Bearer realm="heed"');
      sendProblem(response, { status: 401, name: 'not-authenticated', detail: 'Send a bearer token.' });
      return;
    }
    try {
      const { issuer, audience } = settings;
      const { payload } = await jwtVerify(token, await keys(), {
        issuer,
        audience,
        // Asymmetric ones only: a provider's public key must never pass as a shared secret.
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
        requiredClaims: ['sub', 'exp'],
        clockTolerance: 30,
      });
      callers.set(request, callerIn(payload, settings));
      next();
    } catch (error) {
      if (!refusesToken(error)) {
        next(error instanceof HeedError ? error : providerAway());
        return;
      }
      response.set('WWW-Authenticate', 'Bearer realm="heed", error="invalid_token"');
      sendProblem(response, {
        status: 401,
        name: 'not-authenticated',
        detail: 'The token is not valid here, or over.',
      });
    }
  };
}

/** The token itself is at fault; anything else means that it could not be checked. */
const refusesToken = (error: unknown): boolean =>
  [
    errors.JWTExpired,
    errors.JWTClaimValidationFailed,
    errors.JWTInvalid,
    errors.JWSInvalid,
    errors.JWSSignatureVerificationFailed,
    errors.JOSEAlgNotAllowed,
    errors.JOSENotSupported,
    errors.JWKSNoMatchingKey,
    errors.JWKSMultipleMatchingKeys,
  ].some((kind) => error instanceof kind);

const providerAway = (): HeedError =>
  unavailable('identity-provider-away', 'The identity provider does not answer, so no token can be checked.');

const organisationId = z.uuid();
const roleList = z.array(z.string());
const isRole = (name: string): name is Role => roles.some((role) => role === name);

function callerIn(payload: Record<string, unknown>, { organisationClaim, rolesClaim }: IdentitySettings): Caller {
  const organisation = organisationId.safeParse(payload[organisationClaim]);
  const named = roleList.safeParse(payload[rolesClaim]);
  if (!organisation.success) throw forbidden(`The token's claim "${organisationClaim}" names no organisation.`);
  return {
    credential: String(payload['sub']),
    organisationId: organisation.data,
    roles: (named.data ?? []).filter(isRole),
  };
}

/** The provider's keys, found by discovery at first use: the API starts while the provider is still away. */
function discoveredKeys(issuer: string): () => Promise<JWTVerifyGetKey> {
  let found: Promise<JWTVerifyGetKey> | undefined;
  const discover = async (): Promise<JWTVerifyGetKey> => {
    const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(5_000),
    });
    const { jwks_uri: jwksUri } = z.object({ jwks_uri: z.url() }).parse(await response.json());
    return createRemoteJWKSet(new URL(jwksUri));
  };
  return async () => {
    found ??= discover();
    try {
      return await found;
    } catch {
      found = undefined;
      throw providerAway();
    }
  };
}

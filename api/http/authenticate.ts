import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { type Caller, type Role, roles } from '../../records/caller';
import { forbidden } from '../../records/errors';
import { claimAt } from './claims';
import type { FailedSignIns } from './limits';
import { sendProblem } from './problems';
import { providerKeys } from './provider-keys';

/** Where a provider says of whom a token is. Each is the name of a claim, or its path: `realm_access.roles`. */
export interface ClaimNames {
  readonly organisationClaim: string;
  readonly rolesClaim: string;
}

export interface IdentitySettings extends ClaimNames {
  readonly issuer: string;
  readonly audience: string;
}

export interface IdentityDeps extends IdentitySettings {
  /** Whether an organisation of this id is served here. */
  readonly isOrganisation: (id: string) => Promise<boolean>;
}

const callers = new WeakMap<Request, Caller>();

/** Who asks. Only behind `authenticate`, or a session. */
export function callerOf(request: Request): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error('This route is not behind authentication.');
  return caller;
}

/** It is known who asks. */
export function askedBy(request: Request, caller: Caller): void {
  callers.set(request, caller);
}

/**
 * Whom a bearer token speaks for.
 * @throws what `refusesToken` knows, for one that is not valid here; Forbidden, for one of an organisation that is not
 * served here; Unavailable, as long as no token can be checked
 */
export type Identify = (token: string) => Promise<Caller>;

/** By what the organisation's identity provider has signed for us. */
export function createIdentify(settings: IdentityDeps): Identify {
  const { issuer, audience, organisationClaim, isOrganisation } = settings;
  const keys = providerKeys(issuer);
  return async (token) => {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      // Asymmetric ones only: a provider's public key must never pass as a shared secret.
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      requiredClaims: ['sub', 'exp'],
      clockTolerance: 30,
    });
    const caller = callerIn(payload, settings);
    if (!(await isOrganisation(caller.organisationId))) {
      throw forbidden(`The token's claim "${organisationClaim}" names no organisation that is served here.`);
    }
    return caller;
  };
}

/**
 * Lets a request in whose bearer token speaks for somebody. Each token is looked at, however many from the same address
 * were none: nobody who has a valid one is refused for somebody else's.
 */
export function authenticate(identify: Identify, ofFailedSignIns: FailedSignIns): RequestHandler {
  const refuse = async (request: Request, response: Response, next: NextFunction, why: Refused): Promise<void> => {
    response.set('WWW-Authenticate', `Bearer realm="heed"${why.hint}`);
    const tooOften = await ofFailedSignIns(request, response);
    if (tooOften) next(tooOften);
    else sendProblem(response, { status: 401, name: 'not-authenticated', detail: why.detail });
  };
  return async (request, response, next) => {
    const [scheme, token] = (request.get('authorization') ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) return refuse(request, response, next, noToken);
    try {
      askedBy(request, await identify(token));
      next();
    } catch (error) {
      if (!refusesToken(error)) return next(error);
      return refuse(request, response, next, invalidToken);
    }
  };
}

interface Refused {
  /** RFC 6750 §3.1, after the realm. */
  readonly hint: string;
  readonly detail: string;
}

const noToken: Refused = { hint: '', detail: 'Send a bearer token.' };
const invalidToken: Refused = { hint: ', error="invalid_token"', detail: 'The token is not valid here, or over.' };

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

const organisationId = z.uuid();
const roleList = z.array(z.string());
const isRole = (name: string): name is Role => roles.some((role) => role === name);

/** Whom a token of the provider's is about. @throws Forbidden if it names no organisation */
export function callerIn(payload: Record<string, unknown>, { organisationClaim, rolesClaim }: ClaimNames): Caller {
  const organisation = organisationId.safeParse(claimAt(payload, organisationClaim));
  const named = roleList.safeParse(claimAt(payload, rolesClaim));
  if (!organisation.success) throw forbidden(`The token's claim "${organisationClaim}" names no organisation.`);
  return {
    credential: String(payload['sub']),
    organisationId: organisation.data,
    roles: (named.data ?? []).filter(isRole),
  };
}

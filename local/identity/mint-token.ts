import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { IdentityKeys } from './keys';

export interface TokenOrder {
  readonly keys: IdentityKeys;
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  /** The organisation's id. */
  readonly organisation: string;
  readonly roles: readonly string[];
  /** Negative for a token that has expired already. */
  readonly lifetimeSeconds: number;
}

/** An access token like the identity provider's own: it verifies against the provider's published keys. */
export async function mintToken(order: TokenOrder): Promise<string> {
  const { keys, issuer, audience, subject, organisation, roles, lifetimeSeconds } = order;
  const issuedAt = Math.floor(Date.now() / 1000);
  return new SignJWT({ organisation, roles })
    .setProtectedHeader({ alg: keys.alg, typ: 'at+jwt', kid: keys.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .sign(await importJWK(keys, keys.alg));
}

import { hkdfSync } from 'node:crypto';
import type { Request, Response } from 'express';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../../runtime/clock';
import { cookieName, cookieOptions, cookiesOf, type SessionSettings } from './session';

/**
 * What the provider's answer must fit, for each sign-in that was begun in a browser: sealed, in a cookie of its own. Several
 * tabs sign in at once without one of them losing the other's, and whoever never comes back has left nothing with us.
 */
export interface BegunSignIns {
  keep(request: Request, response: Response, begun: Begun): Promise<void>;
  /** What was begun under this state in this browser, once; null: nothing was, or too long ago. */
  take(request: Request, response: Response, state: unknown): Promise<Begun | null>;
}

const begunSchema = z.object({
  verifier: z.string(),
  state: z.string(),
  nonce: z.string(),
  /** They must show that it is them, whatever session the provider still has. */
  again: z.boolean(),
  /** Who was signed in, and shows once more that it is them; null: whoever comes. */
  by: z.object({ credential: z.string(), organisationId: z.string() }).nullable(),
  returnTo: z.string(),
});
export type Begun = z.infer<typeof begunSchema>;

/** How long a sign-in may take: long enough to look for a second factor. */
const mostMs = 15 * 60_000;
/** How many a browser keeps: as many as somebody opens at once, and no more than fit into a request. */
const most = 5;

export function createBegunSignIns(settings: SessionSettings, clock: Clock): BegunSignIns {
  const key = new Uint8Array(hkdfSync('sha256', settings.secret, '', 'begun sign-ins', 32));
  const beginning = cookieName(settings, 'heed-in-');
  const nameOf = (state: string): string => beginning + state.slice(0, 16);
  const options = cookieOptions(settings);

  return {
    keep: async (request, response, begun) => {
      const kept = cookiesOf(request).filter(([name]) => name.startsWith(beginning));
      for (const [name] of kept.slice(0, Math.max(0, kept.length - most + 1))) response.clearCookie(name, options);
      const sealed = await new EncryptJWT(begun)
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(new Date(clock().getTime() + mostMs))
        .encrypt(key);
      response.cookie(nameOf(begun.state), sealed, { ...options, maxAge: mostMs });
    },
    take: async (request, response, state) => {
      if (typeof state !== 'string') return null;
      const [name, sealed] = cookiesOf(request).find(([one]) => one === nameOf(state)) ?? [];
      if (name === undefined || sealed === undefined) return null;
      response.clearCookie(name, options);
      try {
        const { payload } = await jwtDecrypt(sealed, key, { currentDate: clock() });
        return begunSchema.parse(payload);
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}

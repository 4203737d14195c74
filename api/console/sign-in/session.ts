import type { Request, RequestHandler } from 'express';
import session, { type SessionData } from 'express-session';
import type { Caller } from '../../../records/caller';
import type { Sessions } from '../../../records/sessions';
import { formToken } from '../frame/form-token';
import type { BegunSignIn } from './sign-in-provider';

/** Who has signed in, and until when. No token, and nobody's name. */
export interface SignedIn {
  readonly caller: Caller;
  readonly since: number;
  /** When they last showed the provider that it is them; null: nobody knows. */
  readonly shownAt: number | null;
  /** When they last did something. */
  readonly seenAt: number;
}

declare module 'express-session' {
  interface SessionData {
    signingIn: BegunSignIn & { readonly returnTo: string };
    signedIn: SignedIn;
  }
}

export interface SessionSettings extends Pick<Sessions, 'store' | 'seen'> {
  readonly secret: string;
  /** Whether the console is reached by TLS: its cookie then goes nowhere else. */
  readonly secure: boolean;
  /** Whoever does nothing for so long signs in again. */
  readonly idleMs: number;
  /** And so does everybody after so long. */
  readonly mostMs: number;
}

const minuteMs = 60_000;
/** How long a sign-in may take that nobody was signed in before: long enough to look for a second factor. */
const signingInMs = 15 * minuteMs;

/** The session of whoever asks. One is begun only by a sign-in, and lasts as long as that is good. */
export const sessions = ({ store, secret, secure, mostMs }: SessionSettings): RequestHandler =>
  session({
    store,
    secret,
    // The prefix lets no other host of the same domain put a session of its own in place of ours.
    name: secure ? '__Host-heed' : 'heed',
    resave: false,
    saveUninitialized: false,
    rolling: false,
    cookie: { httpOnly: true, secure, sameSite: 'lax', path: '/', maxAge: mostMs },
  });

/** Keeps what the provider's answer must fit. Whoever never comes back leaves nothing for long. */
export function keepBegun({ session: kept }: Request, begun: SessionData['signingIn']): void {
  kept.signingIn = begun;
  if (!kept.signedIn) kept.cookie.maxAge = signingInMs;
}

/** Who is signed in; null once that is over. */
export function signedInOf({ session: { signedIn } }: Request, settings: SessionSettings, now: Date): SignedIn | null {
  if (!signedIn) return null;
  const at = now.getTime();
  const isOver = at - signedIn.since >= settings.mostMs || at - signedIn.seenAt >= settings.idleMs;
  return isOver ? null : signedIn;
}

/** They did something: their time begins anew. What a page asks by itself, its stream too, says nothing of them. */
export async function see(request: Request, { seenAt }: SignedIn, { seen }: SessionSettings, now: Date): Promise<void> {
  const at = now.getTime();
  const isByItself = request.get('x-asked-by') === 'page' || request.path === '/live';
  if (!isByItself && at - seenAt >= minuteMs) await seen(request.sessionID, at);
}

/** A session of another name than the one before: whoever knew that one is not signed in by it. */
export function signIn(request: Request, signedIn: SignedIn): Promise<void> {
  const { signedIn: before, csrfToken } = request.session;
  const isTheSame =
    before?.caller.credential === signedIn.caller.credential &&
    before.caller.organisationId === signedIn.caller.organisationId;
  return new Promise((resolve, reject) => {
    request.session.regenerate((error: unknown) => {
      if (error) return reject(error);
      request.session.signedIn = signedIn;
      // What they have open in other tabs can still be sent.
      if (isTheSame) request.session.csrfToken = csrfToken;
      // One for all of its pages: two that are opened at once must not each make their own.
      formToken(request);
      request.session.save((failed: unknown) => (failed ? reject(failed) : resolve()));
    });
  });
}

export function signOut(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.destroy((error: unknown) => (error ? reject(error) : resolve()));
  });
}

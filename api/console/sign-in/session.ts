import type { CookieOptions, Request, RequestHandler } from 'express';
import session from 'express-session';
import type { Caller } from '../../../records/caller';
import type { Sessions } from '../../../records/sessions';
import { isAskedByPage } from '../../http/asked-by-page';
import { formToken } from '../frame/form-token';

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
    signedIn: SignedIn;
  }
}

export interface SessionSettings extends Pick<Sessions, 'store' | 'seen'> {
  readonly secret: string;
  /** Whether the console is reached by TLS: its cookies then go nowhere else. */
  readonly secure: boolean;
  /** Whoever does nothing for so long signs in again. */
  readonly idleMs: number;
  /** And so does everybody after so long. */
  readonly mostMs: number;
}

const minuteMs = 60_000;

/** The prefix lets no other host of the same domain put a cookie of its own in place of ours. */
export const cookieName = ({ secure }: Pick<SessionSettings, 'secure'>, name: string): string =>
  secure ? `__Host-${name}` : name;

/** For the server alone, and sent along by no other site's form. */
export const cookieOptions = ({ secure }: Pick<SessionSettings, 'secure'>) =>
  ({ httpOnly: true, secure, sameSite: 'lax', path: '/' }) satisfies CookieOptions;

const sessionCookie = 'heed';

/** The session of whoever asks. One is begun only by a sign-in; its cookie goes with the browser, if not before. */
export const sessions = (settings: SessionSettings): RequestHandler =>
  session({
    store: settings.store,
    secret: settings.secret,
    name: cookieName(settings, sessionCookie),
    resave: false,
    saveUninitialized: false,
    rolling: false,
    cookie: cookieOptions(settings),
  });

/** Whether a session was once begun in this browser, over or not. */
export const hadSession = (request: Request, settings: SessionSettings): boolean =>
  cookiesOf(request).some(([name]) => name === cookieName(settings, sessionCookie));

/** In the browser's order: of the same path, the oldest first. RFC 6265 §5.4 */
export const cookiesOf = (request: Request): readonly (readonly [name: string, value: string])[] =>
  (request.get('cookie') ?? '').split('; ').map((pair) => {
    const end = pair.indexOf('=');
    return [pair.slice(0, end), pair.slice(end + 1)];
  });

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
  if (!isAskedByPage(request) && at - seenAt >= minuteMs) await seen(request.sessionID, at);
}

export const isSamePerson = (
  one: Pick<Caller, 'credential' | 'organisationId'>,
  other: Pick<Caller, 'credential' | 'organisationId'>,
): boolean => one.credential === other.credential && one.organisationId === other.organisationId;

/** A session of another name than the one before: whoever knew that one is not signed in by it. */
export function signIn(request: Request, signedIn: SignedIn): Promise<void> {
  const { signedIn: before, csrfToken } = request.session;
  return new Promise((resolve, reject) => {
    request.session.regenerate((error: unknown) => {
      if (error) return reject(error);
      request.session.signedIn = signedIn;
      // What they have open in other tabs can still be sent.
      if (before && isSamePerson(before.caller, signedIn.caller)) request.session.csrfToken = csrfToken;
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

import type { Request, RequestHandler } from 'express';
import { conflict } from '../../../records/errors';
import type { Clock } from '../../../runtime/clock';
import { askedBy } from '../../http/authenticate';
import { type SessionSettings, see, signedInOf } from './session';

/** Who is let through to the console's pages. docs/adr/0031 */

const minuteMs = 60_000;
const shownWithinMs = 10 * minuteMs;
/** Writing why takes its time: whoever was shown when they opened the page need not be again at once. */
const mayBeAwayMs = 30 * minuteMs;

/** Whoever is not signed in is asked to, and comes back to where they wanted to go. */
export const requireSignedIn =
  (sessions: SessionSettings, clock: Clock): RequestHandler =>
  async (request, response, next) => {
    const signedIn = signedInOf(request, sessions, clock());
    if (!signedIn) {
      if (request.method === 'GET' && request.get('x-asked-by') === undefined && request.path !== '/live') {
        return response.redirect(303, `/login?${new URLSearchParams({ returnTo: request.originalUrl }).toString()}`);
      }
      return void response.status(401).type('text').send('You are not signed in any more. Open the page again.');
    }
    askedBy(request, signedIn.caller);
    await see(request, signedIn, sessions, clock());
    next();
  };

/** Whoever opens what goes against a client's wish shows first that it is them, and not somebody at their desk. */
export const requireShownLately =
  (sessions: SessionSettings, clock: Clock): RequestHandler =>
  (request, response, next) => {
    // What they have begun to write is not thrown away: it is shown again with what it needs.
    const isOpened = request.method === 'GET' && request.get('x-asked-by') === undefined;
    if (!isOpened || wasShownWithin(shownWithinMs, request, sessions, clock())) return next();
    response.redirect(303, `/login?${new URLSearchParams({ again: '', returnTo: request.originalUrl }).toString()}`);
  };

/** The same of whoever sends it. @throws Conflict */
export const requireShown =
  (sessions: SessionSettings, clock: Clock) =>
  (request: Request): void => {
    if (!wasShownWithin(mayBeAwayMs, request, sessions, clock())) throw notShownLately();
  };

function wasShownWithin(ms: number, request: Request, sessions: SessionSettings, now: Date): boolean {
  const shownAt = signedInOf(request, sessions, now)?.shownAt ?? null;
  return shownAt !== null && now.getTime() - shownAt < ms;
}

const notShownLately = () =>
  conflict(
    'not-shown-lately',
    'It is long since you showed that it is you. Do so in another tab, then send this again.',
  );

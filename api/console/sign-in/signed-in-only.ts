import type { Request, RequestHandler, Response } from 'express';
import { auditSession } from '../../../records/audit/sessions';
import { conflict } from '../../../records/errors';
import type { Records } from '../../../records/records';
import { isStillStaff } from '../../../records/still-staff';
import type { Clock } from '../../../runtime/clock';
import { isAskedByPage } from '../../http/asked-by-page';
import { askedBy } from '../../http/authenticate';
import type { Show } from '../frame/desk';
import { whatWasWritten } from '../frame/forms';
import { type SessionSettings, type SignedIn, see, signedInOf, signOut } from './session';

/** Who is let through to the console's pages. docs/adr/0031 */

const minuteMs = 60_000;
const shownWithinMs = 10 * minuteMs;
/** Writing why takes its time: whoever was shown when they opened the page need not be again at once. */
const mayBeAwayMs = 30 * minuteMs;

export interface SignedInDeps {
  readonly records: Records;
  readonly sessions: SessionSettings;
  readonly clock: Clock;
  readonly show: Show;
}

/** Whoever is not signed in is asked to, and comes back to where they wanted to go; what they wrote is kept in their page. */
export const requireSignedIn = (deps: SignedInDeps): RequestHandler => {
  const { sessions, clock } = deps;
  return async (request, response, next) => {
    const signedIn = signedInOf(request, sessions, clock());
    if (!signedIn || !(await isStillHere(request, signedIn, deps))) return notSignedIn(request, response, deps);
    askedBy(request, signedIn.caller);
    await see(request, signedIn, sessions, clock());
    next();
  };
};

/** Whoever is taken off the staff is out with their next request, and not when their session would have ended. */
async function isStillHere(
  request: Request,
  { caller, since }: SignedIn,
  { records, clock }: SignedInDeps,
): Promise<boolean> {
  const isHere = await records.withOrganisation(caller.organisationId, clock(), async (work) => {
    if (await isStillStaff(work, caller, new Date(since))) return true;
    await auditSession(work, caller, 'session.ended', 'Not among the staff any more.');
    return false;
  });
  if (!isHere) await signOut(request);
  return isHere;
}

function notSignedIn(request: Request, response: Response, { show }: SignedInDeps): void {
  const isByReader = !isAskedByPage(request);
  if (isByReader && request.method === 'GET') {
    response.redirect(303, `/login?${new URLSearchParams({ returnTo: request.originalUrl }).toString()}`);
  } else if (isByReader && request.method === 'POST') {
    const written = whatWasWritten(request.body ?? {});
    show(request, response, 401, 'sign-in/not-sent', { _csrf: '', written });
  } else {
    response.status(401).type('text').send('You are not signed in any more. Open the page again.');
  }
}

/** Whoever opens what goes against a client's wish shows first that it is them, and not somebody at their desk. */
export const requireShownLately =
  (sessions: SessionSettings, clock: Clock): RequestHandler =>
  (request, response, next) => {
    // What they have begun to write is not thrown away: it is shown again with what it needs.
    const isOpened = request.method === 'GET' && !isAskedByPage(request);
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

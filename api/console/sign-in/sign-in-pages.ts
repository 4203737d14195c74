import { type Request, type RequestHandler, Router } from 'express';
import { auditSession, type SessionAction } from '../../../records/audit/sessions';
import type { Caller } from '../../../records/caller';
import { knownOrganisations } from '../../../records/directory';
import { forbidden, HeedError, unavailable } from '../../../records/errors';
import type { Records } from '../../../records/records';
import { isStillStaff } from '../../../records/still-staff';
import type { Clock } from '../../../runtime/clock';
import type { Log } from '../../../runtime/log';
import { type ClaimNames, callerIn } from '../../http/authenticate';
import { problemOf } from '../../http/problems';
import { isUnder } from '../area';
import type { Show } from '../frame/desk';
import { type Begun, createBegunSignIns } from './begun-sign-ins';
import { hadSession, isSamePerson, type SessionSettings, signedInOf, signIn, signOut } from './session';
import { SignInFailed, type SignInProvider } from './sign-in-provider';

export interface SignInDeps {
  readonly provider: SignInProvider;
  readonly claims: ClaimNames;
  readonly records: Records;
  readonly sessions: SessionSettings;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly show: Show;
  readonly log: Log;
  /** Refuses what comes too often. */
  readonly limit: RequestHandler;
}

/** `/login`, and back from the identity provider; `/logout`. */
export function signInPages(deps: SignInDeps): Router {
  const { provider, claims, records, sessions, clock, publicUrl, show, log } = deps;
  const isOrganisation = knownOrganisations(records);
  const begunSignIns = createBegunSignIns(sessions, clock);
  const router = Router();

  const onRecord = (caller: Caller, action: SessionAction, why: string): Promise<void> =>
    records.withOrganisation(caller.organisationId, clock(), (work) => auditSession(work, caller, action, why));

  router.get('/login', deps.limit, async (request, response) => {
    // The cookie would never reach the browser, and the sign-in be asked for for ever.
    if (sessions.secure && !request.secure) throw notByHttps();
    const returnTo = ownAddress(request.query['returnTo'], publicUrl);
    const signedIn = signedInOf(request, sessions, clock());
    const isAgain = request.query['again'] !== undefined;
    if (signedIn && !isAgain) return response.redirect(303, returnTo);
    // Where somebody was signed in and is no more, the provider's session may still be theirs, and the hands somebody else's.
    const { url, asked } = await provider.begin(isAgain || hadSession(request, sessions));
    await begunSignIns.keep(request, response, { ...asked, by: personIn(signedIn?.caller), returnTo });
    response.redirect(303, url);
  });

  router.get('/login/callback', async (request, response) => {
    const begun = await begunSignIns.take(request, response, request.query['state']);
    const signedIn = signedInOf(request, sessions, clock());
    if (!begun) {
      // An address that the browser has kept.
      if (signedIn) return response.redirect(303, '/');
      return show(request, response, 400, 'sign-in/not-signed-in', { _csrf: '' });
    }
    try {
      const { caller, shownAt } = await whoReturned(request, begun);
      const isHere = signedIn !== null && isSamePerson(signedIn.caller, caller);
      // Signed in from another tab meanwhile, they go on as they are.
      if (!isHere || begun.by) await letIn(request, { caller, shownAt, before: signedIn?.caller ?? null });
    } catch (error) {
      if (!isRefused(error)) throw error;
      log.warn({}, 'a sign-in was refused');
      if (signedIn && begun.by) await onRecord(signedIn.caller, 'session.refused', 'Nobody showed that it is them.');
      const problem = error instanceof HeedError ? problemOf(error) : null;
      return show(request, response, problem?.status ?? 400, 'sign-in/not-signed-in', {
        problem,
        signedIn,
        ...(!signedIn && { _csrf: '' }),
      });
    }
    response.redirect(303, begun.returnTo);
  });

  /** @throws SignInFailed; Forbidden for whoever is none of those it was begun for */
  async function whoReturned(request: Request, begun: Begun) {
    const { claims: said, shownAgoMs } = await provider.finish(begun, new URL(request.originalUrl, publicUrl));
    const caller = callerIn(said, claims);
    if (!(await isOrganisation(caller.organisationId))) throw forbidden('Your organisation is not served here.');
    if (begun.by && !isSamePerson(begun.by, caller)) {
      throw forbidden('Somebody else has shown that it is them. To sign in as another person, sign out first.');
    }
    return { caller, shownAt: shownAgoMs === null ? null : clock().getTime() - shownAgoMs };
  }

  /** Nobody is let in, nor turned away, of whom no entry is kept. @throws Forbidden for who is not among the staff */
  async function letIn(request: Request, { caller, shownAt, before }: LetIn): Promise<void> {
    const now = clock();
    const isConfirmed = before !== null && isSamePerson(before, caller);
    const isStaff = await records.withOrganisation(caller.organisationId, now, async (work) => {
      const isKnown = await isStillStaff(work, caller, now);
      if (!isKnown) await auditSession(work, caller, 'session.refused', 'Not among the staff.');
      else if (isConfirmed) await auditSession(work, caller, 'session.confirmed', 'Shown once more.');
      else await auditSession(work, caller, 'session.begun', 'Signed in.');
      return isKnown;
    });
    if (!isStaff) throw forbidden('Your organisation does not know you as one of its staff.');
    if (before && !isConfirmed) await onRecord(before, 'session.ended', 'Somebody else signed in.');
    await signIn(request, { caller, since: now.getTime(), shownAt, seenAt: now.getTime() });
  }

  // Where an open page goes by itself once its reader is not signed in: the way to the provider might sign them in unseen.
  router.get('/logout', (request, response) => {
    if (signedInOf(request, sessions, clock())) return response.redirect(303, '/');
    show(request, response, 200, 'sign-in/signed-out', { _csrf: '' });
  });

  router.post('/logout', async (request, response) => {
    const signedIn = signedInOf(request, sessions, clock());
    await signOut(request);
    if (signedIn) await onRecord(signedIn.caller, 'session.ended', 'Signed out.');
    // Away from the provider nobody stays signed in here all the same.
    const providerUrl = await provider.signOutUrl().catch(() => null);
    show(request, response, 200, 'sign-in/signed-out', { providerUrl });
  });

  return router;
}

interface LetIn {
  readonly caller: Caller;
  readonly shownAt: number | null;
  /** Who was signed in until now. */
  readonly before: Caller | null;
}

const personIn = (caller: Caller | undefined): Begun['by'] =>
  caller ? { credential: caller.credential, organisationId: caller.organisationId } : null;

/** No sign-in, or nobody to let in; anything else is a fault on the way. */
const isRefused = (error: unknown): boolean =>
  error instanceof SignInFailed || (error instanceof HeedError && error.fault === 'forbidden');

const notByHttps = () =>
  unavailable(
    'not-by-https',
    'The console is reached by https alone. Behind a proxy it must count in TRUSTED_PROXIES, and say so by X-Forwarded-Proto.',
  );

/** As much as fits into a cookie with all the rest. */
const longestAddress = 1_000;

/** An address of the console itself: nobody is sent on to where a link of somebody else's would have them. */
export function ownAddress(given: unknown, publicUrl: string): string {
  if (typeof given !== 'string' || !given.startsWith('/')) return '/';
  const ours = new URL(publicUrl).origin;
  const url = URL.canParse(given, ours) ? new URL(given, ours) : null;
  if (url?.origin !== ours || url.href.length > longestAddress) return '/';
  // To sign in is no place to go to once one has.
  if (isUnder('/login', url.pathname) || isUnder('/logout', url.pathname)) return '/';
  // As a whole address: a path may begin with two slashes once its dots are resolved (`/.//elsewhere`), and would name a host.
  return url.href;
}

import { type ErrorRequestHandler, type Request, type RequestHandler, Router, urlencoded } from 'express';
import helmet from 'helmet';
import { sayIfAway } from '../../records/away';
import type { CaseChanges } from '../../records/case-changes';
import { knownOrganisations } from '../../records/directory';
import { conflict, notFound } from '../../records/errors';
import type { Sessions } from '../../records/sessions';
import { type Log, traitsOf } from '../../runtime/log';
import { askedBy, type ClaimNames } from '../http/authenticate';
import type { ApiDeps } from '../http/perform';
import { problemOf } from '../http/problems';
import { approvalPage } from './approval-page';
import { boardPage } from './board-page';
import { casePages } from './case-pages';
import { consoleAssets } from './console-assets';
import { createDesk, type Show } from './desk';
import { isForeignForm, requireOwnForm } from './form-token';
import { createFrame } from './frame';
import { handoverPage } from './handover-page';
import { liveUpdates } from './live';
import { myDecisionsPage } from './my-decisions-page';
import { overridePage } from './override-page';
import { type SessionSettings, see, sessions as sessionsOf, signedInOf } from './session';
import { signInPages } from './sign-in-pages';
import { createSignInProvider } from './sign-in-provider';
import { taskPage } from './task-page';

export interface ConsoleSettings extends ClaimNames {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly sessionSecret: string;
  readonly idleMs: number;
  readonly mostMs: number;
  readonly sessions: Sessions;
  readonly changes: CaseChanges;
}

export interface ConsoleDeps extends ApiDeps, ConsoleSettings {
  readonly publicUrl: string;
  readonly log: Log;
  /** Refuses whoever begins to sign in too often. */
  readonly limit: RequestHandler;
  readonly closing?: AbortSignal;
}

/** Everything of the console begins with one of these. */
const paths = [/^\/$/, '/login', '/logout', '/live', '/cases'];

const minuteMs = 60_000;
/** Whoever goes against what a client wants shows first that it is them, and not somebody at their desk. */
const shownWithinMs = 10 * minuteMs;
/** Writing why takes its time: whoever was shown when they opened the page need not be again at once. */
const mayBeAwayMs = 30 * minuteMs;

const pages = [myDecisionsPage, boardPage, ...casePages, overridePage, approvalPage, taskPage, handoverPage];

/** The console: where practitioners decide. It works without JavaScript, and asks nobody else for anything. */
export function consolePages(deps: ConsoleDeps): Router {
  const { publicUrl, clock, records, issuer, clientId, clientSecret, sessionSecret: secret, idleMs, mostMs } = deps;
  const secure = publicUrl.startsWith('https:');
  const sessions: SessionSettings = { ...deps.sessions, secret, secure, idleMs, mostMs };
  const redirectUri = `${publicUrl}/login/callback`;
  const afterwards = `${publicUrl}/`;
  const provider = createSignInProvider({ issuer, clientId, clientSecret, redirectUri, afterwards, mostMs });
  const show = createFrame(clock);

  const inside = Router();
  inside.use(headers(), sessionsOf(sessions));
  inside.use(urlencoded({ extended: false, limit: '100kb' }), requireOwnForm);
  inside.use(
    signInPages({
      provider,
      claims: deps,
      isOrganisation: knownOrganisations(records),
      sessions,
      clock,
      publicUrl,
      show,
      limit: deps.limit,
    }),
  );
  inside.use(requireSignedIn(sessions, clock));
  inside.use('/cases/:caseId/override', requireShownLately(sessions, clock));
  inside.use(liveUpdates(deps.changes, deps.closing));
  const requireShown = (request: Request): void => {
    if (!wasShownWithin(mayBeAwayMs, request, sessions, clock())) throw notShownLately();
  };
  const putUp = createDesk({ ...deps, show, requireShown }, inside);
  for (const page of pages) putUp(page);
  inside.use((_request, _response, next) => next(notFound('page')));
  inside.use(inTheFrame(show, deps.log));

  const router = Router();
  router.use(consoleAssets());
  router.use((request, response, next) => {
    if (paths.some((path) => isUnder(request.path, path))) inside(request, response, next);
    else next();
  });
  return router;
}

const isUnder = (path: string, beginning: RegExp | string): boolean =>
  typeof beginning === 'string' ? path === beginning || path.startsWith(`${beginning}/`) : beginning.test(path);

/** As everywhere, but for our own script and its stream. */
const headers = (): RequestHandler => {
  const policy = helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      scriptSrc: ["'self'"],
      connectSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  });
  return (request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow' });
    policy(request, response, next);
  };
};

/** Whoever is not signed in is asked to, and comes back to where they wanted to go. */
const requireSignedIn =
  (sessions: SessionSettings, clock: ApiDeps['clock']): RequestHandler =>
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

const requireShownLately =
  (sessions: SessionSettings, clock: ApiDeps['clock']): RequestHandler =>
  (request, response, next) => {
    // What they have begun to write is not thrown away: it is shown again with what it needs.
    const isOpened = request.method === 'GET' && request.get('x-asked-by') === undefined;
    if (!isOpened || wasShownWithin(shownWithinMs, request, sessions, clock())) return next();
    response.redirect(303, `/login?${new URLSearchParams({ again: '', returnTo: request.originalUrl }).toString()}`);
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

/** What goes wrong on a page is said on a page. */
const inTheFrame =
  (show: Show, log: Log): ErrorRequestHandler =>
  (error, request, response, next) => {
    if (response.headersSent) return next(error);
    if (isForeignForm(error)) return show(request, response, 403, 'not-possible', { problem: foreignForm });
    const problem = problemOf(sayIfAway(error));
    if (problem.status >= 500) log.error(traitsOf(error), 'request failed');
    show(request, response, problem.status, 'not-possible', { problem });
  };

const foreignForm = {
  status: 403,
  name: 'foreign-form',
  detail: 'This form was not sent from a page that is open in your browser now. Open the page again, and send it anew.',
};

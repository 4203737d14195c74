import compression from 'compression';
import { type ErrorRequestHandler, type Request, type Response, Router, urlencoded } from 'express';
import { sayIfAway } from '../../records/away';
import type { CaseChanges } from '../../records/case-changes';
import { notFound } from '../../records/errors';
import type { Sessions } from '../../records/sessions';
import { type Log, traitsOf } from '../../runtime/log';
import type { ClaimNames } from '../http/authenticate';
import type { Limits } from '../http/limits';
import { personsPageHeaders } from '../http/page-headers';
import type { ApiDeps } from '../http/perform';
import { problemOf } from '../http/problems';
import { allocationsArea } from './allocations/area';
import { isUnder } from './area';
import { casesArea, decisionsArea } from './cases/area';
import { clientsArea } from './clients/area';
import { consoleAssets } from './frame/console-assets';
import { createDesk, type Show } from './frame/desk';
import { isForeignForm, isFromOurPage, requireOwnForm } from './frame/form-token';
import { createFrame } from './frame/frame';
import { liveUpdates } from './frame/live';
import { policyArea } from './policy/area';
import { privacyArea } from './privacy/area';
import { rotaArea } from './rota/area';
import { type SessionSettings, sessions as sessionsOf } from './sign-in/session';
import { signInPages } from './sign-in/sign-in-pages';
import { createSignInProvider } from './sign-in/sign-in-provider';
import { requireShown, requireShownLately, requireSignedIn } from './sign-in/signed-in-only';
import { supervisionArea } from './supervision/area';

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
  readonly limits: Pick<Limits, 'ofSignIns' | 'ofConsole' | 'ofLooks'>;
  readonly closing?: AbortSignal;
}

/** The parts of the console, in the order of its head. */
export const areas = [
  decisionsArea,
  casesArea,
  clientsArea,
  allocationsArea,
  supervisionArea,
  rotaArea,
  policyArea,
  privacyArea,
];

const pages = areas.flatMap((area) => area.pages);

/** Everything of the console begins with one of these. */
const paths = ['/login', '/logout', '/live', ...areas.map(({ at }) => at)];

/** The console: where practitioners decide. It works without JavaScript, and asks nobody else for anything. */
export function consolePages(deps: ConsoleDeps): Router {
  const { publicUrl, clock, records, issuer, clientId, clientSecret, sessionSecret: secret, idleMs, mostMs } = deps;
  const secure = publicUrl.startsWith('https:');
  const sessions: SessionSettings = { ...deps.sessions, secret, secure, idleMs, mostMs };
  const redirectUri = `${publicUrl}/login/callback`;
  const afterwards = `${publicUrl}/`;
  const provider = createSignInProvider({ issuer, clientId, clientSecret, redirectUri, afterwards, mostMs });
  const show = createFrame(clock, areas);

  const inside = Router();
  inside.use(compression({ filter: isPage }));
  inside.use(personsPageHeaders({ connectSrc: ["'self'"] }), sessionsOf(sessions));
  inside.use(urlencoded({ extended: false, limit: '100kb' }), requireOwnForm);
  inside.use(
    signInPages({
      provider,
      claims: deps,
      records,
      sessions,
      clock,
      publicUrl,
      show,
      log: deps.log,
      limit: deps.limits.ofSignIns,
    }),
  );
  const signedInOnly = requireSignedIn({ records, sessions, clock, show });
  inside.use(signedInOnly, deps.limits.ofConsole);
  for (const page of pages) {
    if ('isGrave' in page) inside.use(page.path, requireShownLately(sessions, clock));
  }
  inside.use(liveUpdates(deps, deps.closing));
  const unsent = Router();
  unsent.post('/logout', (_request, response) => response.redirect(303, '/logout'));
  unsent.use(signedInOnly);
  const desk = { ...deps, show, requireShown: requireShown(sessions, clock), limitLooks: deps.limits.ofLooks };
  const putUp = createDesk(desk, inside, unsent);
  for (const { pages: ofArea, forms } of areas) for (const page of ofArea) putUp(page, forms);
  inside.use((_request, _response, next) => next(notFound('page')));
  inside.use(writtenBefore(unsent));
  inside.use(inTheFrame(show, deps.log));

  const router = Router();
  router.use(consoleAssets.router());
  router.use((request, response, next) => {
    if (paths.some((path) => isUnder(path, request.path))) inside(request, response, next);
    else next();
  });
  return router;
}

/** A stream says what it says at once, and a file is as small as it gets. */
const isPage = (_request: Request, response: Response): boolean =>
  String(response.getHeader('content-type')).startsWith('text/html');

/** What somebody wrote in a session that is over does nothing, and is not lost: of a page of ours alone, it is shown again. */
const writtenBefore =
  (unsent: Router): ErrorRequestHandler =>
  (error, request, response, next) => {
    if (isForeignForm(error) && isFromOurPage(request)) unsent(request, response, (other) => next(other ?? error));
    else next(error);
  };

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

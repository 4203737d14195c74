import { type RequestHandler, Router } from 'express';
import { forbidden, unavailable } from '../../../records/errors';
import type { Clock } from '../../../runtime/clock';
import { type ClaimNames, callerIn } from '../../http/authenticate';
import type { Show } from '../frame/desk';
import { keepBegun, type SessionSettings, signedInOf, signIn, signOut } from './session';
import { SignInFailed, type SignInProvider } from './sign-in-provider';

export interface SignInDeps {
  readonly provider: SignInProvider;
  readonly claims: ClaimNames;
  readonly isOrganisation: (id: string) => Promise<boolean>;
  readonly sessions: SessionSettings;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly show: Show;
  /** Refuses what comes too often. */
  readonly limit: RequestHandler;
}

/** `/login`, and back from the identity provider; `/logout`. */
export function signInPages(deps: SignInDeps): Router {
  const { provider, claims, sessions, clock, publicUrl, show } = deps;
  const router = Router();

  router.get('/login', deps.limit, async (request, response) => {
    // The cookie would never reach the browser, and the sign-in be asked for for ever.
    if (sessions.secure && !request.secure) throw notByHttps();
    const isAgain = request.query['again'] !== undefined && signedInOf(request, sessions, clock()) !== null;
    const { url, begun } = await provider.begin(isAgain);
    keepBegun(request, { ...begun, returnTo: ownAddress(request.query['returnTo'], publicUrl) });
    response.redirect(303, url);
  });

  router.get('/login/callback', async (request, response) => {
    const { signingIn } = request.session;
    if (!signingIn) {
      // Begun in two tabs, and finished in the other one.
      if (signedInOf(request, sessions, clock())) return response.redirect(303, '/');
      return show(request, response, 400, 'sign-in/not-signed-in', {});
    }
    delete request.session.signingIn;
    try {
      const returned = await provider.finish(signingIn, new URL(request.originalUrl, publicUrl));
      const caller = callerIn(returned.claims, claims);
      if (!(await deps.isOrganisation(caller.organisationId))) {
        throw forbidden('Your organisation is not served here.');
      }
      const at = clock().getTime();
      const { shownAgoMs } = returned;
      const shownAt = shownAgoMs === null ? null : at - shownAgoMs;
      await signIn(request, { caller, since: at, shownAt, seenAt: at });
    } catch (error) {
      if (!(error instanceof SignInFailed)) throw error;
      return show(request, response, 400, 'sign-in/not-signed-in', {});
    }
    response.redirect(303, signingIn.returnTo);
  });

  // Where an open page goes by itself once its reader is not signed in: the way to the provider might sign them in unseen.
  router.get('/logout', (request, response) => {
    if (signedInOf(request, sessions, clock())) return response.redirect(303, '/');
    show(request, response, 200, 'sign-in/signed-out', { _csrf: '' });
  });

  router.post('/logout', async (request, response) => {
    await signOut(request);
    // Away from the provider nobody stays signed in here all the same.
    const providerUrl = await provider.signOutUrl().catch(() => null);
    show(request, response, 200, 'sign-in/signed-out', { providerUrl });
  });

  return router;
}

const notByHttps = () =>
  unavailable(
    'not-by-https',
    'The console is reached by https alone. Behind a proxy it must count in TRUSTED_PROXIES, and say so by X-Forwarded-Proto.',
  );

/** An address of the console itself: nobody is sent on to where a link of somebody else's would have them. */
export function ownAddress(given: unknown, publicUrl: string): string {
  if (typeof given !== 'string' || !given.startsWith('/')) return '/';
  const ours = new URL(publicUrl).origin;
  const url = URL.canParse(given, ours) ? new URL(given, ours) : null;
  // As a whole address: a path may begin with two slashes once its dots are resolved (`/.//elsewhere`), and would name a host.
  return url?.origin === ours ? url.href : '/';
}

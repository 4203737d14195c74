import * as oidc from 'openid-client';

export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends people back to. */
  readonly redirectUri: string;
  /** Where it sends them once they have signed out there. */
  readonly afterwards: string;
  /** Whoever showed it longer ago that it is them does so again. */
  readonly mostMs: number;
}

/** What the provider's answer must fit. */
export interface AskedOfProvider {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  /** They must show that it is them, whatever session the provider still has. */
  readonly again: boolean;
}

export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** Whoever came back. */
export interface Returned {
  readonly claims: Claims;
  /**
   * How long ago they showed the provider that it is them, in milliseconds: it may have let them in by a session that it
   * still had. null: it does not say.
   */
  readonly shownAgoMs: number | null;
}

/** The organisation's identity provider, as people sign in there: code flow with PKCE (RFC 7636, OpenID Connect Core). */
export interface SignInProvider {
  begin(again: boolean): Promise<{ readonly url: string; readonly asked: AskedOfProvider }>;
  /** What the provider says of whoever comes back. @throws SignInFailed */
  finish(asked: AskedOfProvider, returnedTo: URL): Promise<Returned>;
  /** Where somebody ends their session with the provider too; null: it offers nothing of the kind. */
  signOutUrl(): Promise<string | null>;
}

/** What came back from the provider is no sign-in: turned down there, meddled with, or too late. */
export class SignInFailed extends Error {}

/** Whoever must show that it is them has done so lately, and not by a session that the provider still had. */
const recentlySeconds = 300;

export function createSignInProvider(settings: ProviderSettings): SignInProvider {
  const { issuer, clientId, clientSecret, redirectUri, afterwards, mostMs } = settings;
  let known: Promise<oidc.Configuration> | undefined;
  /** Asked for when first needed, and again if it was not there: the console starts without the provider. */
  const configuration = (): Promise<oidc.Configuration> => {
    known ??= discover(issuer, clientId, clientSecret).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };

  return {
    begin: async (again) => {
      const verifier = oidc.randomPKCECodeVerifier();
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        // Asked for a greatest age, a provider says when they showed it that it is them: OpenID Connect Core §2, auth_time.
        max_age: String(again ? recentlySeconds : Math.floor(mostMs / 1_000)),
        ...(again && { prompt: 'login' }),
      });
      return { url: url.href, asked: { verifier, state, nonce, again } };
    },
    finish: async ({ verifier, state, nonce, again }, returnedTo) => {
      try {
        const tokens = await oidc.authorizationCodeGrant(await configuration(), returnedTo, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
          ...(again && { maxAge: recentlySeconds }),
        });
        const claims = tokens.claims();
        if (!claims) throw new SignInFailed('The provider sent no ID token.');
        const { auth_time: shownAt } = claims;
        const shownAgoMs = typeof shownAt === 'number' ? Math.max(0, Date.now() - shownAt * 1_000) : null;
        return { claims, shownAgoMs };
      } catch (error) {
        if (isRefusal(error)) throw new SignInFailed(error instanceof Error ? error.name : 'unknown');
        throw error;
      }
    },
    signOutUrl: async () => {
      const found = await configuration();
      if (found.serverMetadata().end_session_endpoint === undefined) return null;
      return oidc.buildEndSessionUrl(found, { post_logout_redirect_uri: afterwards }).href;
    },
  };
}

async function discover(issuer: string, clientId: string, clientSecret: string): Promise<oidc.Configuration> {
  const url = new URL(issuer);
  const execute = [
    // The ID token is checked by its signature too, although it comes from the provider itself.
    oidc.enableNonRepudiationChecks,
    ...(isThisMachine(url) ? [oidc.allowInsecureRequests] : []),
  ];
  return oidc.discovery(url, clientId, clientSecret, undefined, { execute, timeout: 10 });
}

/** Without TLS only the provider of `npm start` is talked to. */
const isThisMachine = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);

/** The provider, or its answer, says no; anything else is a fault on the way. */
const isRefusal = (error: unknown): boolean =>
  error instanceof oidc.AuthorizationResponseError ||
  error instanceof oidc.ResponseBodyError ||
  (error instanceof oidc.ClientError && error.code !== 'OAUTH_TIMEOUT');

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import Provider from 'oidc-provider';
import { refuseInProduction } from '../sandbox/refuse-in-production';
import type { IdentityKeys } from './keys';
import type { Parties } from './parties';
import { providerConfiguration } from './provider-configuration';
import { signInPage } from './sign-in-page';

export interface IdentityProviderOptions extends Parties {
  /** Default 0: a free one. */
  readonly port?: number;
  /** `aud` of every access token. */
  readonly audience: string;
  readonly keys: IdentityKeys;
}

export interface IdentityProvider {
  /** Also the base of `/.well-known/openid-configuration`. */
  readonly issuer: string;
  close(): Promise<void>;
}

/**
 * An OpenID Connect provider on loopback. People sign in by choosing who they are (code flow with PKCE), platforms by
 * client credentials; access tokens are JWTs with `sub`, `organisation` and `roles` and last a day. Whoever signed in is let
 * in again for a day, unless they are to show that it is them: by `prompt=login`, or longer ago than `max_age`.
 */
export async function createIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  refuseInProduction('The local identity provider');
  const { port: wantedPort = 0, audience, keys, ...parties } = options;

  // The issuer is part of every token, so the port has to be known before the provider is made.
  const server = createServer().listen(wantedPort, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, providerConfiguration({ audience, keys, parties }));

  const app = express();
  app.disable('x-powered-by');
  app.get('/auth', (request, response, next) => {
    if (request.query['prompt'] !== 'login') return next();
    // Whoever is asked in any case may be another person than before: the session of that one ends here, since the library
    // would end it by a page that needs a script.
    delete request.headers.cookie;
    const session = provider.cookieName('session');
    response.clearCookie(session).clearCookie(`${session}.sig`);
    next();
  });
  app.get('/sign-in/:uid', (_request, response) => {
    response.type('html').send(signInPage(parties));
  });
  app.post('/sign-in/:uid', express.urlencoded({ extended: false }), async (request, response) => {
    const accountId: unknown = request.body?.account;
    const account = parties.accounts.find(({ id }) => id === accountId);
    if (!account) return void response.status(422).type('html').send(signInPage(parties));
    await provider.interactionFinished(request, response, { login: { accountId: account.id } });
  });
  app.use(provider.callback());
  server.on('request', app);

  return {
    issuer,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

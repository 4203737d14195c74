import { randomBytes } from 'node:crypto';
import type { Configuration } from 'oidc-provider';
import type { IdentityKeys } from './keys';
import { createMemoryAdapter } from './memory-adapter';
import type { BearerClaims, Parties } from './parties';
import { signedOutPage, signInErrorPage, signOutPage } from './sign-in-page';

const daySeconds = 24 * 60 * 60;
/** A resource indicator must be a URI; tokens carry the plain audience. */
const heedResource = 'urn:heed:api';

interface Deps {
  audience: string;
  keys: IdentityKeys;
  parties: Parties;
}

export function providerConfiguration({ audience, keys, parties }: Deps): Configuration {
  const { accounts, clients, console: pages } = parties;
  const accountOf = (id: string | undefined) => accounts.find((account) => account.id === id);
  const platformOf = (id: string | undefined) => clients.find(({ clientId }) => clientId === id);

  return {
    adapter: createMemoryAdapter(),
    jwks: { keys: [keys] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    pkce: { required: () => true },
    scopes: ['openid'],
    claims: { openid: ['sub'], profile: ['name', 'organisation', 'roles'] },
    // The pages read name and roles from the ID token, so that they need no second request.
    conformIdTokenClaims: false,
    clients: [
      {
        client_id: pages.clientId,
        client_secret: pages.clientSecret,
        redirect_uris: pages.redirectUris,
        post_logout_redirect_uris: pages.postLogoutRedirectUris,
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
      ...clients.map(({ clientId, clientSecret }) => ({
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [],
        grant_types: ['client_credentials'],
        response_types: [],
      })),
    ],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    findAccount: (_context, id) => {
      const account = accountOf(id);
      if (!account) return undefined;
      const { name, organisation, roles } = account;
      return { accountId: id, claims: () => ({ sub: id, name, organisation: organisation.id, roles }) };
    },
    extraTokenClaims: (_context, token) => ({
      ...claimsOf(token.kind === 'AccessToken' ? accountOf(token.accountId) : platformOf(token.clientId)),
    }),
    interactions: { url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    loadExistingGrant: async ({ oidc }) => {
      // Nobody has to consent to signing in to Heed itself.
      const { client, session, provider } = oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => heedResource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: daySeconds,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = signOutPage(form);
        },
        postLogoutSuccessSource: (context) => {
          context.body = signedOutPage();
        },
      },
    },
    renderError: (context, details) => {
      context.type = 'html';
      context.body = signInErrorPage({ ...details });
    },
    ttl: {
      AccessToken: daySeconds,
      ClientCredentials: daySeconds,
      IdToken: daySeconds,
      Interaction: daySeconds,
      Session: daySeconds,
      Grant: daySeconds,
    },
  };
}

function claimsOf(party: { organisation: { id: string }; roles: string[] } | undefined): BearerClaims | undefined {
  return party && { organisation: party.organisation.id, roles: party.roles };
}

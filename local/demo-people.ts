import type { DemoDescription, DescribedOrganisation } from '../prisma/seed';
import { consoleClientId } from './environment';
import type { IdentityKeys } from './identity/keys';
import { mintToken } from './identity/mint-token';
import type { Parties } from './identity/parties';
import type { Secrets } from './secrets';

type StaffKey = keyof DescribedOrganisation['staff'];

/** By the names that stack.json gives them. */
export type Tokens = Partial<Record<StaffKey | 'platform', string>>;

const dayInSeconds = 24 * 60 * 60;

/** Everybody of the demo's organisations who signs in. */
export const accountsOf = ({ organisation, otherOrganisation }: DemoDescription): Parties['accounts'] =>
  [organisation, otherOrganisation].flatMap((theirs) =>
    staffOf(theirs).map(({ staff }) => ({
      id: staff.id,
      name: staff.name,
      organisation: { id: theirs.id, name: theirs.name },
      roles: [...staff.roles],
    })),
  );

/**
 * Everyone who can sign in at the local identity provider, or get a token there.
 * @param leavesDecision whether a decision is left to the practitioner, with whom a newcomer then begins
 */
export function partiesOf(
  demo: DemoDescription,
  {
    secrets,
    publicUrl,
    leavesDecision,
  }: { readonly secrets: Secrets; readonly publicUrl: string; readonly leavesDecision: boolean },
): Parties {
  const organisations = [demo.organisation, demo.otherOrganisation];
  const platformSecrets = [secrets.platformSecrets.organisation, secrets.platformSecrets.otherOrganisation] as const;
  return {
    accounts: accountsOf(demo),
    ...(leavesDecision ? { beginAs: demo.organisation.staff.practitioner.id } : {}),
    clients: organisations.map((organisation, index) => ({
      clientId: platformId(organisation),
      clientSecret: platformSecrets[index] ?? secrets.oidcClientSecret,
      organisation: { id: organisation.id, name: organisation.name },
      roles: ['platform'],
    })),
    console: {
      clientId: consoleClientId,
      clientSecret: secrets.oidcClientSecret,
      redirectUris: [`${publicUrl}/login/callback`],
      postLogoutRedirectUris: [`${publicUrl}/`],
    },
  };
}

/** Signs a token. */
export type Mint = (subject: string, organisationId: string, roles: readonly string[]) => Promise<string>;

/** As the local identity provider does; good for a day. */
export const minting =
  (order: { readonly keys: IdentityKeys; readonly issuer: string; readonly audience: string }): Mint =>
  (subject, organisation, roles) =>
    mintToken({ ...order, subject, organisation, roles: [...roles], lifetimeSeconds: dayInSeconds });

/** A token for each of the organisation's staff and for its platform. */
export async function tokensFor(organisation: DescribedOrganisation, mint: Mint): Promise<Tokens> {
  const bearers = [
    { key: 'platform' as const, subject: platformId(organisation), roles: ['platform'] },
    ...staffOf(organisation).map(({ key, staff }) => ({ key, subject: staff.id, roles: staff.roles })),
  ];
  const minted = bearers.map(
    async ({ key, subject, roles }) => [key, await mint(subject, organisation.id, roles)] as const,
  );
  return Object.fromEntries(await Promise.all(minted));
}

/** `secondSupervisor` and `second-supervisor` → `second supervisor`. */
export const roleInWords = (key: string): string =>
  key === 'dpo'
    ? 'data protection officer'
    : key.replaceAll('-', ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** The organisation's staff with the names that stack.json gives them, in its order. */
export function staffOf({ staff }: DescribedOrganisation) {
  return (Object.keys(staff) as StaffKey[]).map((key) => ({ key, staff: staff[key] }));
}

const platformId = (organisation: DescribedOrganisation) => `platform-${organisation.id}`;

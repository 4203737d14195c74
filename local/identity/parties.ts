import { z } from 'zod';

const organisation = z.strictObject({ id: z.string().min(1), name: z.string().min(1) });
const roles = z.array(z.string().min(1)).min(1);

/** Everyone who can get a token here. `id` of an account and `clientId` become `sub`. */
export const partiesSchema = z.strictObject({
  accounts: z.array(z.strictObject({ id: z.string().min(1), name: z.string().min(1), organisation, roles })),
  /** Of the account with which a newcomer begins: a decision was left to them. */
  beginAs: z.string().optional(),
  /** Platforms: client credentials only. */
  clients: z.array(
    z.strictObject({ clientId: z.string().min(1), clientSecret: z.string().min(1), organisation, roles }),
  ),
  /** Heed's own pages, where people sign in. */
  console: z.strictObject({
    clientId: z.string().min(1),
    clientSecret: z.string().min(1),
    redirectUris: z.array(z.url()).min(1),
    postLogoutRedirectUris: z.array(z.url()).default([]),
  }),
});
export type Parties = z.infer<typeof partiesSchema>;
export type Account = Parties['accounts'][number];

/** What a token says about its bearer, beside `sub`. `organisation` is the organisation's id. */
export interface BearerClaims {
  readonly organisation: string;
  readonly roles: readonly string[];
}

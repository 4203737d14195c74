import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { addressBookSchema } from '../address-book';
import { minting } from '../demo-people';
import type { IdentityProviderOptions } from '../identity/create-identity-provider';
import { identityKeysSchema } from '../identity/keys';
import { partiesSchema } from '../identity/parties';
import type { SandboxOptions } from './create-sandbox';
import type { PlatformCredentials } from './platform/platform';

const port = z.coerce.number({ error: 'is not a port' }).int().min(1).max(65_535);
const text = z.string({ error: 'is missing' }).min(1, { error: 'is empty' });

const environmentSchema = z.object({
  HEED_DATA_DIR: text,
  HEED_URL: z.url({ error: 'is missing or not an address' }),
  PUBLIC_URL: z.url({ error: 'is not an address' }).optional(),
  SANDBOX_PORT: port,
  ADDRESS_BOOK_FILE: text.optional(),
  TWILIO_ACCOUNT_SID: text,
  TWILIO_AUTH_TOKEN: text,
  SENDGRID_API_KEY: text,
  SENDGRID_SIGNING_KEY: text,
  OPT_OUT_WEBHOOK_SECRET: text.optional(),
});

const identityEnvironmentSchema = z.object({
  IDENTITY_PORT: port,
  IDENTITY_KEYS_FILE: text,
  IDENTITY_PARTIES_FILE: text,
  OIDC_AUDIENCE: text.default('heed'),
});

export interface Settings {
  readonly sandbox: SandboxOptions;
  /** Undefined when `IDENTITY_PORT` is not set: people then sign in elsewhere. */
  readonly identity: IdentityProviderOptions | undefined;
}

/** Reads the variables that `main.ts` lists. Throws a sentence for each one that is wrong. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const settings = valuesOf(environmentSchema, environment);
  const identity = environment['IDENTITY_PORT'] === undefined ? undefined : identityOptions(environment);
  const { ADDRESS_BOOK_FILE: addressBook } = settings;
  const platform = platformOf(settings.OPT_OUT_WEBHOOK_SECRET, identity);
  return {
    sandbox: {
      port: settings.SANDBOX_PORT,
      dataFile: path.join(settings.HEED_DATA_DIR, 'sandbox', 'messages.jsonl'),
      twilio: { accountSid: settings.TWILIO_ACCOUNT_SID, authToken: settings.TWILIO_AUTH_TOKEN },
      sendgrid: { apiKey: settings.SENDGRID_API_KEY, signingKey: settings.SENDGRID_SIGNING_KEY },
      heedUrl: settings.HEED_URL,
      ...(platform ? { platform } : {}),
      ...(addressBook ? { addressBook: contentOf(addressBookSchema, 'ADDRESS_BOOK_FILE', addressBook) } : {}),
      ...(settings.PUBLIC_URL === undefined ? {} : { publicUrl: settings.PUBLIC_URL }),
    },
    identity,
  };
}

/** The first organisation's platform, which gets its tokens where everybody gets theirs; without that there is none. */
function platformOf(
  secret: string | undefined,
  identity: IdentityProviderOptions | undefined,
): PlatformCredentials | undefined {
  const client = identity?.clients[0];
  if (secret === undefined || !client || identity.port === undefined) return undefined;
  const { keys, audience, port: identityPort } = identity;
  const mint = minting({ keys, audience, issuer: `http://127.0.0.1:${identityPort}` });
  return { secret, token: () => mint(client.clientId, client.organisation.id, client.roles) };
}

function identityOptions(environment: NodeJS.ProcessEnv): IdentityProviderOptions {
  const settings = valuesOf(identityEnvironmentSchema, environment);
  return {
    port: settings.IDENTITY_PORT,
    audience: settings.OIDC_AUDIENCE,
    keys: contentOf(identityKeysSchema, 'IDENTITY_KEYS_FILE', settings.IDENTITY_KEYS_FILE),
    ...contentOf(partiesSchema, 'IDENTITY_PARTIES_FILE', settings.IDENTITY_PARTIES_FILE),
  };
}

function valuesOf<Schema extends z.ZodType>(schema: Schema, environment: NodeJS.ProcessEnv): z.infer<Schema> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path: [name], message }) => `${String(name)} ${message}.`).join(' '));
}

function contentOf<Schema extends z.ZodType>(schema: Schema, variable: string, file: string): z.infer<Schema> {
  const parsed = schema.safeParse(jsonIn(file, variable));
  if (parsed.success) return parsed.data;
  throw new Error(`${variable}: ${file} is not as expected. ${z.prettifyError(parsed.error)}`);
}

function jsonIn(file: string, variable: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${variable}: ${file} cannot be read as JSON.`, { cause: error });
  }
}

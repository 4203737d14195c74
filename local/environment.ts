import { demoMobiles } from '../prisma/demo-data';
import { PlainFailure } from './plain-failure';
import type { DatabaseUrls } from './postgres/roles';
import type { Secrets } from './secrets';

/** The ports of a stack beside the API's own. */
export const portNames = ['postgres', 'temporal', 'temporalHttp', 'sandbox', 'identity'] as const;
export type Ports = Record<(typeof portNames)[number], number>;

export const defaultPort = 3000;
export const consoleClientId = 'heed-console';

/** PORT, or 3000. Fails with a sentence when it is no port. */
export function portOf(environment: NodeJS.ProcessEnv): number {
  const given = environment['PORT'];
  const port = given ? Number(given) : defaultPort;
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new PlainFailure(`PORT is ${given}, which is not a port number between 1 and 65535.`);
}

const databaseNames = [
  'DATABASE_URL',
  'MIGRATION_DATABASE_URL',
  'KEYS_DATABASE_URL',
  'KEYS_MIGRATION_DATABASE_URL',
] as const;

/** The databases that the person names, all four or none: half of a foreign database is a mistake. */
export function foreignDatabases(environment: NodeJS.ProcessEnv): DatabaseUrls | undefined {
  const [databaseUrl, ownerUrl, keysDatabaseUrl, keysOwnerUrl] = databaseNames.map((name) => environment[name]);
  if (databaseUrl && ownerUrl && keysDatabaseUrl && keysOwnerUrl) {
    return { databaseUrl, ownerUrl, keysDatabaseUrl, keysOwnerUrl };
  }
  const missing = databaseNames.filter((name) => !environment[name]);
  if (missing.length === databaseNames.length) return undefined;
  throw new PlainFailure(
    `To use a PostgreSQL of your own, set ${missing.join(' and ')} too; to use the embedded one, none.`,
  );
}

/** What puts something of somebody else's in the place of a part of this stack, or leads its links elsewhere. */
const placesOfOthers: readonly string[] = [
  ...databaseNames,
  'TEMPORAL_ADDRESS',
  'OIDC_ISSUER',
  'TWILIO_API_BASE_URL',
  'SENDGRID_API_BASE_URL',
  'PUBLIC_URL',
];

/** The person's own settings for a stack that is all ours, whatever else they start with them. */
export const withoutOthers = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment).filter(([name]) => !placesOfOthers.includes(name) && name !== 'FIRST_DECISION'),
  );

/**
 * Whether a demo case may be raised when the stack is up: only where every part is this stack's own, so that nobody else
 * is ever written to, and not where FIRST_DECISION is `none`. Fails with a sentence when that says something else.
 */
export function mayLeaveFirstDecision(environment: NodeJS.ProcessEnv): boolean {
  const wish = environment['FIRST_DECISION'];
  if (wish && wish !== 'none') throw new PlainFailure(`FIRST_DECISION is ${wish}: set it to none, or not at all.`);
  return !wish && placesOfOthers.every((name) => !environment[name]);
}

/** Everything that is settled before a process starts. */
export interface Settled {
  readonly port: number;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly databases: DatabaseUrls;
  readonly workflowBundle: string;
}

/** What our processes are told. Whatever the person has set in their own environment counts before ours. */
export function serviceEnvironment(
  settled: Settled,
  person: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv & { PUBLIC_URL: string } {
  const { port, ports, secrets, databases, workflowBundle } = settled;
  const sandboxUrl = `http://127.0.0.1:${ports.sandbox}`;
  return withoutEmpty({
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    TEMPORAL_NAMESPACE: 'default',
    TWILIO_ACCOUNT_SID: secrets.twilio.accountSid,
    TWILIO_AUTH_TOKEN: secrets.twilio.authToken,
    TWILIO_MESSAGING_SERVICE_SID: secrets.twilio.messagingServiceSid,
    TWILIO_MARKETING_MESSAGING_SERVICE_SID: secrets.marketingMessagingServiceSid,
    TWILIO_API_BASE_URL: sandboxUrl,
    SENDGRID_API_KEY: secrets.sendgrid.apiKey,
    SENDGRID_API_BASE_URL: sandboxUrl,
    SENDGRID_WEBHOOK_PUBLIC_KEY: secrets.sendgrid.eventPublicKey,
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
    EMAIL_FROM: 'care@heed.example',
    MARKETING_EMAIL_FROM: 'news@heed.example',
    OIDC_ISSUER: `http://127.0.0.1:${ports.identity}`,
    OIDC_AUDIENCE: 'heed',
    OIDC_CLIENT_ID: consoleClientId,
    OIDC_CLIENT_SECRET: secrets.oidcClientSecret,
    ENCRYPTION_KEYS: secrets.encryptionKeys,
    INDEX_KEYS: secrets.indexKeys,
    PHONE_ALLOW_LIST: demoMobiles.join(','),
    WEBHOOK_TARGETS: 'any',
    SESSION_SECRET: secrets.sessionSecret,
    LOG_LEVEL: 'info',
    ...withoutEmpty(person),
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: databases.databaseUrl,
    KEYS_DATABASE_URL: databases.keysDatabaseUrl,
    WORKFLOW_BUNDLE: workflowBundle,
  });
}

/** Each of several processes tells its metrics on a port of its own: the one that the person has set, or one after it. */
export function withOwnMetricsPort(service: NodeJS.ProcessEnv, nth: number): NodeJS.ProcessEnv {
  const first = Number(service['METRICS_PORT'] ?? 0);
  return first > 0 ? { ...service, METRICS_PORT: String(first + nth) } : service;
}

/** What the sandbox is told: the same credentials, and the private halves that only the vendors have. */
export function sandboxEnvironment(
  service: NodeJS.ProcessEnv,
  { port, ports, secrets }: Settled,
  files: { folder: string; identityKeys: string; parties: string; addressBook: string },
  person: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  return withoutEmpty({
    ...person,
    HEED_DATA_DIR: files.folder,
    ADDRESS_BOOK_FILE: files.addressBook,
    SANDBOX_PORT: String(ports.sandbox),
    HEED_URL: `http://127.0.0.1:${port}`,
    PUBLIC_URL: service['PUBLIC_URL'],
    TWILIO_ACCOUNT_SID: service['TWILIO_ACCOUNT_SID'],
    TWILIO_AUTH_TOKEN: service['TWILIO_AUTH_TOKEN'],
    SENDGRID_API_KEY: service['SENDGRID_API_KEY'],
    OPT_OUT_WEBHOOK_SECRET: secrets.optOutWebhookSecret,
    SENDGRID_SIGNING_KEY: secrets.sendgrid.eventPrivateKey,
    OIDC_AUDIENCE: service['OIDC_AUDIENCE'],
    ...(person['OIDC_ISSUER']
      ? {}
      : {
          IDENTITY_PORT: String(ports.identity),
          IDENTITY_KEYS_FILE: files.identityKeys,
          IDENTITY_PARTIES_FILE: files.parties,
        }),
  });
}

/** An empty variable is one that is not set. */
function withoutEmpty<T extends NodeJS.ProcessEnv>(environment: T): T {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value)) as T;
}

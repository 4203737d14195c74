import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { webhookTargets } from './public-targets';

/** A key ring: `id:base64,id:base64`. The first key seals, all of them open. 32 bytes each, each id once. */
export type KeyRing = readonly { readonly id: string; readonly key: Buffer }[];

export const keyRing = z.string().transform((text, context): KeyRing => {
  const ring = text.split(',').map((entry) => {
    const [id = '', encoded = ''] = entry.trim().split(':');
    return { id, key: Buffer.from(encoded, 'base64') };
  });
  const isReadable = ring.every(({ id, key }) => id !== '' && key.length === 32);
  // What names its key by an id must find that one.
  if (isReadable && new Set(ring.map(({ id }) => id)).size === ring.length) return ring;
  const message = isReadable
    ? 'must name each of its keys by another id'
    : 'must be id:base64 pairs of 32 byte keys, separated by commas';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const url = z.url();

/** Beginnings of phone numbers, separated by commas. */
const numberBeginnings = z
  .string()
  .regex(/^\+\d+(,\+\d+)*$/, 'must be beginnings of numbers such as +447700900, separated by commas')
  .transform((text): readonly string[] => text.split(','))
  .default([]);

const temporal = {
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS_CERT: z.string().optional(),
  TEMPORAL_TLS_KEY: z.string().optional(),
  TEMPORAL_TLS_CA: z.string().optional(),
};

/** Where a process tells its metrics: for those who watch it, on a port that nobody else reaches. Without a port nowhere. */
const metrics = {
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
};

/** The standard's own: who takes traces, and under which name this process is known there. Without it there are none. */
const tracing = {
  OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),
  OTEL_SERVICE_NAME: z.string().min(1).optional(),
};

const shared = {
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  PUBLIC_URL: url,
  DATABASE_URL: url,
  KEYS_DATABASE_URL: url,
  ENCRYPTION_KEYS: keyRing,
  INDEX_KEYS: keyRing,
  PHONE_ALLOW_LIST: numberBeginnings,
  WEBHOOK_TARGETS: z.enum(webhookTargets).default('public'),
  ...metrics,
  ...tracing,
  ...temporal,
};

const perMinute = z.coerce.number().int().min(1).max(1_000_000);

const apiSettings = z.object({
  ...shared,
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  // All interfaces, so that a container can be reached; `npm start` narrows it to loopback.
  HOST: z.string().min(1).default('0.0.0.0'),
  // Longer than a balancer takes to ask /readyz again; 0 where nobody asks.
  SHUTDOWN_NOTICE_SECONDS: z.coerce.number().min(0).max(60).default(0),
  OIDC_ISSUER: url,
  OIDC_AUDIENCE: z.string().min(1).default('heed'),
  OIDC_ORGANISATION_CLAIM: z.string().min(1).default('organisation'),
  OIDC_ROLES_CLAIM: z.string().min(1).default('roles'),
  // Of the console, where people sign in; without the first there is none.
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  SESSION_SECRET: z.string().min(32).optional(),
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(5).max(480).default(30),
  SESSION_HOURS: z.coerce.number().int().min(1).max(24).default(12),
  // Requests a minute. docs/adr/0025
  RATE_LIMIT_PER_CREDENTIAL: perMinute.default(6_000),
  RATE_LIMIT_PER_LINK: perMinute.default(120),
  RATE_LIMIT_WRONG_LINKS: perMinute.default(60),
  RATE_LIMIT_FAILED_SIGN_INS: perMinute.default(60),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  TWILIO_AUTH_TOKEN: z.string().min(1),
  SENDGRID_WEBHOOK_PUBLIC_KEY: z.string().min(1),
  MARKETING_EMAIL_FROM: z.email().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(1).optional(),
});

/** The console is there once somebody can sign in to it. */
const apiSchema = apiSettings.superRefine((settings, context) => {
  if (settings.OIDC_CLIENT_ID === undefined) return;
  for (const name of ['OIDC_CLIENT_SECRET', 'SESSION_SECRET'] as const) {
    if (settings[name] === undefined) {
      context.addIssue({ code: 'custom', path: [name], message: 'the console of OIDC_CLIENT_ID needs it' });
    }
  }
});

const workerSettings = z.object({
  ...shared,
  TWILIO_ACCOUNT_SID: z.string().min(1),
  TWILIO_AUTH_TOKEN: z.string().min(1),
  TWILIO_MESSAGING_SERVICE_SID: z.string().optional(),
  TWILIO_MARKETING_MESSAGING_SERVICE_SID: z.string().optional(),
  TWILIO_API_BASE_URL: url.optional(),
  SENDGRID_API_KEY: z.string().min(1),
  SENDGRID_API_BASE_URL: url.optional(),
  EMAIL_FROM: z.email(),
  MARKETING_EMAIL_FROM: z.email().optional(),
  MARKETING_PER_SECOND: z.coerce.number().positive().max(1_000).default(20),
  WORKFLOW_BUNDLE: z.string().optional(),
});

/** STOP to marketing must not silence urgent care: they share no sender. domain.md §8 */
const workerSchema = workerSettings.superRefine((settings, context) => {
  const senders = [
    ['TWILIO_MARKETING_MESSAGING_SERVICE_SID', 'TWILIO_MESSAGING_SERVICE_SID'],
    ['MARKETING_EMAIL_FROM', 'EMAIL_FROM'],
  ] as const;
  for (const [ofMarketing, ofUrgentCare] of senders) {
    if (settings[ofMarketing] === undefined || settings[ofMarketing] !== settings[ofUrgentCare]) continue;
    context.addIssue({ code: 'custom', path: [ofMarketing], message: `it must be another one than ${ofUrgentCare}` });
  }
});

const recordsSchema = z.object({
  DATABASE_URL: url,
  KEYS_DATABASE_URL: url,
  ENCRYPTION_KEYS: keyRing,
  INDEX_KEYS: keyRing,
  PHONE_ALLOW_LIST: numberBeginnings,
});

const replaySchema = recordsSchema.extend(temporal);

const migrationSchema = z.object({
  MIGRATION_DATABASE_URL: url,
  KEYS_MIGRATION_DATABASE_URL: url,
  DATABASE_URL: url.optional(),
  KEYS_DATABASE_URL: url.optional(),
});

const portSchema = apiSettings.pick({ PORT: true });
const temporalSchema = z.object(temporal);

export type ApiConfig = z.infer<typeof apiSchema>;
export type WorkerConfig = z.infer<typeof workerSchema>;
export type RecordsConfig = z.infer<typeof recordsSchema>;
export type TemporalConfig = z.infer<typeof temporalSchema>;
export type TracingConfig = Pick<WorkerConfig, 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'OTEL_SERVICE_NAME'>;
export type MetricsConfig = Pick<WorkerConfig, 'METRICS_HOST' | 'METRICS_PORT'>;

/** Thrown when the environment is not fit to start with; its message names each variable. */
export class ConfigurationError extends Error {}

/** Reads the environment once, at start. Throws a ConfigurationError that names what is wrong. */
export const readApiConfig = (): ApiConfig => parse(apiSchema);
export const readWorkerConfig = (): WorkerConfig => parse(workerSchema);
/** What a tool that only reads or seeds records needs. */
export const readRecordsConfig = (): RecordsConfig => parse(recordsSchema);
/** What a tool needs besides that deletes histories. */
export const readReplayConfig = (): z.infer<typeof replaySchema> => parse(replaySchema);
/** Where the API on this machine listens. */
export const readPort = (): number => parse(portSchema).PORT;
/** What a tool needs that only asks Temporal. */
export const readTemporalConfig = (): z.infer<typeof temporalSchema> => parse(temporalSchema);
/** The databases as their owner; and as the service, where its roles are to be let in. */
export const readMigrationConfig = (): z.infer<typeof migrationSchema> => parse(migrationSchema);

function parse<T extends z.ZodObject>(schema: T): z.infer<T> {
  // An empty value is an unset one: that is how compose files and shells say "leave it out". An empty file likewise.
  const environment = withoutEmpty(process.env);
  const given = { ...environment, ...withoutEmpty(fromFiles(Object.keys(schema.shape), environment)) };
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return `${name} ${given[name] === undefined ? 'is not set' : `is not usable: ${message}`}`;
  });
  throw new ConfigurationError(`Heed cannot start: ${problems.join('; ')}.`);
}

const withoutEmpty = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));

/**
 * What stands in files: `NAME_FILE` names the one that holds `NAME`, as secrets are mounted into containers. Its last line
 * may or may not end.
 */
function fromFiles(names: readonly string[], environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const named = names.filter((name) => environment[`${name}_FILE`] !== undefined);
  return Object.fromEntries(named.map((name) => [name, inFile(name, environment)]));
}

function inFile(name: string, { [name]: inClear, [`${name}_FILE`]: file = '' }: NodeJS.ProcessEnv): string {
  if (inClear !== undefined) {
    throw new ConfigurationError(`Heed cannot start: ${name} and ${name}_FILE are both set; one of them must go.`);
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new ConfigurationError(`Heed cannot start: ${name}_FILE names ${file}, which cannot be read.`);
  }
}

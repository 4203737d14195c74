import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Client } from '@temporalio/client';
import {
  type ActivityExecuteInput,
  type ActivityInboundCallsInterceptor,
  type DataConverter,
  type NativeConnection,
  type Next,
  Worker,
} from '@temporalio/worker';
import { Registry } from 'prom-client';
import type { HistoryKeeper } from '../../activities/erasure/history-keeper';
import type { ListTellers } from '../../activities/marketing-opt-out/list-tellers';
import type { Channels, Post } from '../../activities/messaging/post';
import { createTemporalProcesses } from '../../activities/retention/temporal-processes';
import { createApp } from '../../api/app';
import { repeat } from '../../api/background';
import { createEdge } from '../../api/http/edge';
import { createApiMetrics } from '../../api/metrics/api-metrics';
import { relayOnce } from '../../api/outbox/relay';
import { createTeller } from '../../api/outbox/tell';
import { demoMobiles } from '../../prisma/demo-data';
import { type DemoDescription, seedDemo } from '../../prisma/seed';
import { createCaseChanges } from '../../records/case-changes';
import { createCounters } from '../../records/counters';
import { createRecords, type Records } from '../../records/records';
import { createSessions } from '../../records/sessions';
import type { Clock } from '../../runtime/clock';
import type { KeyRing, TracingConfig } from '../../runtime/config';
import { createLog, type Log } from '../../runtime/log';
import { createActivities } from '../../worker/activities';
import { watchActivities } from '../../worker/telemetry/watch-activities';
import { watchVendors } from '../../worker/telemetry/watch-vendors';
import { createWorkerMetrics } from '../../worker/telemetry/worker-metrics';
import { createListTellersOf, createPostOf } from '../../worker/vendors';
import { accountsOf, type Mint, minting } from '../demo-people';
import { createIdentityProvider } from '../identity/create-identity-provider';
import { generateIdentityKeys } from '../identity/keys';
import type { Sandbox } from '../sandbox/create-sandbox';

/** Whose clock says what: they may differ, and jump. */
export interface Clocks {
  readonly api: Clock;
  readonly worker: Clock;
  /** The vendors' and everybody's phones': the right time. */
  readonly outside: Clock;
}

/** What the vendors know Heed by. */
export interface VendorSecrets {
  readonly twilio: { readonly accountSid: string; readonly authToken: string };
  readonly sendgrid: { readonly apiKey: string; readonly publicKey: string };
  readonly stripeWebhookSecret: string;
}

export interface OneProcessOptions {
  readonly client: Client;
  readonly clocks: Clocks;
  /** Migrated, and empty. */
  readonly databases: { readonly databaseUrl: string; readonly keysDatabaseUrl: string };
  readonly keys: KeyRing;
  readonly vendors: VendorSecrets;
  /** Starts the sandbox that calls back at Heed. */
  readonly sandbox: (heed: { readonly heedUrl: string; readonly now: Clock }) => Promise<Sandbox>;
  /** Where time is skipped, what Temporal did not take at once must not wait for long. */
  readonly relayEveryMs: number;
  /** Absent: nobody reads it. */
  readonly log?: Log;
  readonly registry?: Registry;
}

/** Heed's API with its relay, on a real database, a real Temporal server and the sandbox: everything but a worker. */
export interface HeedInOneProcess {
  readonly url: string;
  readonly records: Records;
  readonly sandbox: Sandbox;
  readonly demo: DemoDescription;
  readonly client: Client;
  readonly tokenOf: Mint;
  /** Where people sign in. */
  readonly issuer: string;
  readonly log: Log;
  readonly registry: Registry;
  /** As when the network drops: whoever was connected is not any more, and may connect again. */
  dropConnections(): void;
  stop(): Promise<void>;
}

const audience = 'heed';
const newsFrom = 'news@heed.example';
const dayMs = 24 * 60 * 60_000;
/** Where time is skipped, one minute of the clock on the wall holds days of requests. */
const enoughForSkippedTime = {
  perCredential: 1_000_000,
  perLink: 1_000_000,
  wrongLinksPerAddress: 1_000_000,
  failedSignInsPerAddress: 1_000_000,
};

/** Starts it with the demo's people. */
export async function startHeedInOneProcess(options: OneProcessOptions): Promise<HeedInOneProcess> {
  const { client, clocks, databases, keys, vendors } = options;
  const { log = createLog('one-process', 'silent'), registry = new Registry() } = options;
  const recordsConfig = {
    DATABASE_URL: databases.databaseUrl,
    KEYS_DATABASE_URL: databases.keysDatabaseUrl,
    ENCRYPTION_KEYS: keys,
    INDEX_KEYS: keys,
    PHONE_ALLOW_LIST: demoMobiles,
  };
  const demo = await seedDemo(recordsConfig);
  const records = createRecords(recordsConfig, 20);
  const counters = createCounters(recordsConfig);
  const sessions = createSessions(recordsConfig, signingIn.mostMs);
  const changes = createCaseChanges(recordsConfig);

  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const identity = await startIdentity(demo, url);
  const sandbox = await options.sandbox({ heedUrl: url, now: clocks.outside });

  const telling = { records, client, clock: clocks.api, log };
  const metrics = createApiMetrics(registry);
  const teller = createTeller(telling);
  server.on(
    'request',
    createApp({
      ...telling,
      tell: teller.tell,
      metrics,
      edge: createEdge({
        records,
        counters,
        identity: { issuer: identity.issuer, audience, ...claims },
        limits: enoughForSkippedTime,
      }),
      trustedProxies: 0,
      publicUrl: url,
      twilioAuthToken: vendors.twilio.authToken,
      sendGridPublicKey: vendors.sendgrid.publicKey,
      webhookTargets: 'any',
      marketingEmailFrom: newsFrom,
      stripeWebhookSecret: vendors.stripeWebhookSecret,
      console: { ...signingIn, ...claims, issuer: identity.issuer, sessions, changes },
    }),
  );
  const relay = repeat('outbox-relay', { log, metrics }, options.relayEveryMs, () => relayOnce(telling));

  return {
    url,
    records,
    sandbox,
    demo,
    client,
    tokenOf: identity.tokenOf,
    issuer: identity.issuer,
    log,
    registry,
    dropConnections: () => server.closeAllConnections(),
    stop: async () => {
      await relay.stop();
      await sandbox.close();
      server.closeAllConnections();
      server.close();
      // A call to Temporal that is still tried again would find its connection gone, and end the whole process.
      await teller.quiet();
      await identity.close();
      await counters.close();
      await sessions.close();
      await changes.close();
      await records.close();
    },
  };
}

const claims = { organisationClaim: 'organisation', rolesClaim: 'roles' };

/** How people sign in: for days, so that nobody is signed out because time was skipped. */
const signingIn = {
  clientId: 'console',
  clientSecret: 'secret',
  sessionSecret: 'of one process, and of no other one',
  idleMs: dayMs,
  mostMs: 7 * dayMs,
};

async function startIdentity(demo: DemoDescription, url: string) {
  const keys = await generateIdentityKeys();
  const { clientId, clientSecret } = signingIn;
  const provider = await createIdentityProvider({
    audience,
    keys,
    accounts: accountsOf(demo),
    clients: [],
    console: { clientId, clientSecret, redirectUris: [`${url}/login/callback`], postLogoutRedirectUris: [`${url}/`] },
  });
  const { issuer } = provider;
  return { issuer, tokenOf: minting({ keys, issuer, audience }), close: () => provider.close() };
}

/** The vendors' official clients, at the sandbox. */
export const postAtSandbox = (
  { records, sandbox, url }: Pick<HeedInOneProcess, 'records' | 'sandbox' | 'url'>,
  { twilio, sendgrid }: VendorSecrets,
  watched?: (channels: Channels) => Channels,
): Post =>
  createPostOf(
    {
      TWILIO_ACCOUNT_SID: twilio.accountSid,
      TWILIO_AUTH_TOKEN: twilio.authToken,
      TWILIO_API_BASE_URL: sandbox.url,
      SENDGRID_API_KEY: sendgrid.apiKey,
      SENDGRID_API_BASE_URL: sandbox.url,
      EMAIL_FROM: 'care@heed.example',
      MARKETING_EMAIL_FROM: newsFrom,
      PUBLIC_URL: url,
    },
    records,
    watched,
  );

/** Lists that are kept at the sandbox. */
export const listTellersAtSandbox = (
  { sandbox }: Pick<HeedInOneProcess, 'sandbox'>,
  { sendgrid }: VendorSecrets,
  clock: Clock,
): ListTellers =>
  createListTellersOf(
    { SENDGRID_API_KEY: sendgrid.apiKey, SENDGRID_API_BASE_URL: sandbox.url, WEBHOOK_TARGETS: 'any' },
    clock,
  );

export interface WorkersInOneProcess {
  /** Activities under way, so that one can tell when a story rests. */
  readonly underWay: () => number;
  stop(): Promise<void>;
}

export interface WorkersOptions {
  readonly nativeConnection: NativeConnection;
  readonly dataConverter: DataConverter;
  readonly workflowBundle: string;
  readonly clock: Clock;
  readonly vendors: VendorSecrets;
  readonly histories: HistoryKeeper;
  /** Absent: nobody traces. */
  readonly tracing?: TracingConfig;
}

/** One worker a queue. */
export async function startWorkersInOneProcess(
  heed: HeedInOneProcess,
  { nativeConnection, dataConverter, workflowBundle, clock, vendors, histories, tracing = {} }: WorkersOptions,
): Promise<WorkersInOneProcess> {
  const { log, registry } = heed;
  const { records, url: publicUrl } = heed;
  const metrics = createWorkerMetrics(registry);
  const watch = watchVendors({ log, metrics });
  const post = postAtSandbox(heed, vendors, watch.channels);
  const listTellers = watch.listTellers(listTellersAtSandbox(heed, vendors, clock));
  const retentions = createTemporalProcesses(heed.client);
  const activities = createActivities({
    records,
    post,
    listTellers,
    clock,
    publicUrl,
    marketingPerSecond: 1_000,
    histories,
    retentions,
  });
  let underWay = 0;
  const counting = {
    inbound: {
      execute: async (
        input: ActivityExecuteInput,
        next: Next<ActivityInboundCallsInterceptor, 'execute'>,
      ): Promise<unknown> => {
        underWay += 1;
        try {
          return await next(input);
        } finally {
          underWay -= 1;
        }
      },
    },
  };
  const workers = await Promise.all(
    ['urgent', 'standard', 'bulk'].map((taskQueue) =>
      Worker.create({
        connection: nativeConnection,
        namespace: heed.client.options.namespace,
        taskQueue,
        workflowBundle: { codePath: workflowBundle },
        activities,
        dataConverter,
        maxCachedWorkflows: 100,
        interceptors: { activity: [() => counting, ...watchActivities({ log, metrics, tracing })] },
      }),
    ),
  );
  const running = Promise.all(workers.map((worker) => worker.run()));
  return {
    underWay: () => underWay,
    stop: async () => {
      for (const worker of workers) worker.shutdown();
      await running;
    },
  };
}

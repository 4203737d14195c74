import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { type ActivityExecuteInput, type ActivityInboundCallsInterceptor, type Next, Worker } from '@temporalio/worker';
import type { Post } from '../../activities/messaging/post';
import { createApp } from '../../api/app';
import { repeat } from '../../api/background';
import { relayOnce } from '../../api/outbox/relay';
import { createTeller } from '../../api/outbox/tell';
import { createIdentityProvider } from '../../local/identity/create-identity-provider';
import { generateIdentityKeys, type IdentityKeys } from '../../local/identity/keys';
import { mintToken } from '../../local/identity/mint-token';
import type { Sandbox, SandboxOptions } from '../../local/sandbox/create-sandbox';
import { demoMobiles } from '../../prisma/demo-data';
import { type DemoDescription, seedDemo } from '../../prisma/seed';
import { createRecords, type Records } from '../../records/records';
import type { Clock } from '../../runtime/clock';
import type { KeyRing } from '../../runtime/config';
import { createLog } from '../../runtime/log';
import { createDataConverter } from '../../runtime/temporal/payload-codec';
import { createActivities } from '../../worker/activities';
import { createPostOf } from '../../worker/vendors';
import { createQuickSandbox, credentials, publicKey, sendgridKey } from '../local/sandbox-for-test';
import { createDatabase, type TestDatabase, workflowBundleFile } from './infrastructure';
import { policyOfTests, savePolicyOf } from './save-policy';
import { stripeWebhookSecret } from './stripe-vendor';

/** Heed's API with its relay, on a real database, a real Temporal server and the sandbox: everything but a worker. */
export interface HeedWithoutWorker {
  readonly url: string;
  readonly records: Records;
  readonly database: TestDatabase;
  readonly sandbox: Sandbox;
  readonly demo: DemoDescription;
  readonly client: Client;
  tokenOf(subject: string, organisation: string, roles: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** The whole of Heed in one process. */
export interface HeedUnderTest extends HeedWithoutWorker {
  /** Activities under way, so that a test can tell when the story rests. */
  activitiesUnderWay(): number;
}

export interface TemporalUnderTest {
  readonly client: Client;
  readonly nativeConnection: NativeConnection;
}

/** Whose clock says what: they may differ, and jump. */
export interface Clocks {
  readonly api: Clock;
  readonly worker: Clock;
  /** The vendors' and everybody's phones': the right time. */
  readonly outside: Clock;
}

export const testKeys: KeyRing = [{ id: 'test-1', key: randomBytes(32) }];
export const testDataConverter = createDataConverter(testKeys);
const audience = 'heed';

/** @param clocks one for all, or one for each */
export async function startHeed(
  temporal: TemporalUnderTest,
  clocks: Clock | Clocks,
  sandboxOptions: Partial<SandboxOptions> = {},
): Promise<HeedUnderTest> {
  const heed = await startHeedWithoutWorker(temporal.client, clocks, { sandbox: sandboxOptions });
  await savePolicyOf(heed.records, heed.demo.organisation, policyOfTests);
  const { workers, underWay } = await startWorkers(temporal, heed, each(clocks).worker);
  const running = Promise.all(workers.map((worker) => worker.run()));
  return {
    ...heed,
    activitiesUnderWay: () => underWay.count,
    stop: async () => {
      for (const worker of workers) worker.shutdown();
      await running;
      await heed.stop();
    },
  };
}

/** @param relayEveryMs where time is skipped, what Temporal did not take at once must not wait for long */
export async function startHeedWithoutWorker(
  client: Client,
  clocks: Clock | Clocks,
  {
    sandbox: sandboxOptions = {},
    relayEveryMs = 50,
  }: { sandbox?: Partial<SandboxOptions>; relayEveryMs?: number } = {},
): Promise<HeedWithoutWorker> {
  const { api: clock, outside } = each(clocks);
  const log = createLog('test', 'silent');
  const database = await createDatabase();
  const recordsConfig = {
    DATABASE_URL: database.databaseUrl,
    KEYS_DATABASE_URL: database.keysDatabaseUrl,
    ENCRYPTION_KEYS: testKeys,
    INDEX_KEYS: testKeys,
    PHONE_ALLOW_LIST: demoMobiles,
  };
  const demo = await seedDemo(recordsConfig);
  const records = createRecords(recordsConfig, 20);
  const identityKeys = await generateIdentityKeys();
  const identity = await createIdentityProvider({
    audience,
    keys: identityKeys,
    accounts: [],
    clients: [],
    console: {
      clientId: 'console',
      clientSecret: 'secret',
      redirectUris: ['http://127.0.0.1/'],
      postLogoutRedirectUris: [],
    },
  });

  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sandbox = await createQuickSandbox({ heedUrl: url, now: outside, ...sandboxOptions });

  const telling = { records, client, clock, log };
  const teller = createTeller(telling);
  server.on(
    'request',
    createApp({
      ...telling,
      tell: teller.tell,
      identity: { issuer: identity.issuer, audience, organisationClaim: 'organisation', rolesClaim: 'roles' },
      publicUrl: url,
      twilioAuthToken: credentials.authToken,
      sendGridPublicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      stripeWebhookSecret,
    }),
  );
  const relay = repeat('outbox-relay', log, relayEveryMs, () => relayOnce(telling));

  return {
    url,
    records,
    database,
    sandbox,
    demo,
    client,
    tokenOf: (subject, organisation, roles) => mint(identityKeys, identity.issuer, subject, organisation, roles),
    stop: async () => {
      await relay.stop();
      await sandbox.close();
      server.closeAllConnections();
      server.close();
      // A call to Temporal that is still tried again would find its connection gone, and end the whole test run.
      await teller.quiet();
      await identity.close();
      await records.close();
      await database.drop();
    },
  };
}

const each = (clocks: Clock | Clocks): Clocks =>
  typeof clocks === 'function' ? { api: clocks, worker: clocks, outside: clocks } : clocks;

const mint = (
  keys: IdentityKeys,
  issuer: string,
  subject: string,
  organisation: string,
  roles: readonly string[],
): Promise<string> =>
  mintToken({ keys, issuer, audience, subject, organisation, roles: [...roles], lifetimeSeconds: 3_600 });

/** The vendors' official clients, at the sandbox. */
export const postOf = ({ records, sandbox, url }: HeedWithoutWorker): Post =>
  createPostOf(
    {
      TWILIO_ACCOUNT_SID: credentials.accountSid,
      TWILIO_AUTH_TOKEN: credentials.authToken,
      TWILIO_API_BASE_URL: sandbox.url,
      SENDGRID_API_KEY: sendgridKey,
      SENDGRID_API_BASE_URL: sandbox.url,
      EMAIL_FROM: 'care@heed.example',
      PUBLIC_URL: url,
    },
    records,
  );

/** One worker a queue, and how many activities are under way in them. */
async function startWorkers(
  { nativeConnection }: TemporalUnderTest,
  heed: HeedWithoutWorker,
  clock: Clock,
): Promise<{ readonly workers: readonly Worker[]; readonly underWay: { count: number } }> {
  const { records, url: publicUrl } = heed;
  const activities = createActivities({ records, post: postOf(heed), clock, publicUrl });
  const underWay = { count: 0 };
  const counting = {
    inbound: {
      execute: async (
        input: ActivityExecuteInput,
        next: Next<ActivityInboundCallsInterceptor, 'execute'>,
      ): Promise<unknown> => {
        underWay.count += 1;
        try {
          return await next(input);
        } finally {
          underWay.count -= 1;
        }
      },
    },
  };
  const workers = ['urgent', 'standard'].map((taskQueue) =>
    Worker.create({
      connection: nativeConnection,
      taskQueue,
      workflowBundle: { codePath: workflowBundleFile() },
      activities,
      dataConverter: testDataConverter,
      maxCachedWorkflows: 100,
      interceptors: { activity: [() => counting] },
    }),
  );
  return { workers: await Promise.all(workers), underWay };
}

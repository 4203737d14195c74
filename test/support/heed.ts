import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { HistoryKeeper } from '../../activities/erasure/history-keeper';
import { createTemporalHistories } from '../../activities/erasure/temporal-histories';
import type { Post } from '../../activities/messaging/post';
import {
  type Clocks,
  type HeedInOneProcess,
  type OneProcessOptions,
  postAtSandbox,
  startHeedInOneProcess,
  startWorkersInOneProcess,
  type VendorSecrets,
  type WorkersInOneProcess,
  type WorkersOptions,
} from '../../local/one-process/heed';
import type { SandboxOptions } from '../../local/sandbox/create-sandbox';
import type { Clock } from '../../runtime/clock';
import type { KeyRing } from '../../runtime/config';
import { createDataConverter } from '../../runtime/temporal/payload-codec';
import { createQuickSandbox, credentials, publicKey, sendgridKey } from '../local/sandbox-for-test';
import { createDatabase, type TestDatabase, workflowBundleFile } from './infrastructure';
import { policyOfTests, savePolicyOf } from './save-policy';
import { stripeWebhookSecret } from './stripe-vendor';

/** Heed's API with its relay, on a database of its own. */
export interface HeedWithoutWorker extends HeedInOneProcess {
  readonly database: TestDatabase;
}

/** The whole of Heed in one process. */
export interface HeedUnderTest extends HeedWithoutWorker, Pick<WorkersInOneProcess, 'underWay'> {}

export interface TemporalUnderTest {
  readonly client: Client;
  readonly nativeConnection: NativeConnection;
  /** Absent: Temporal's own. */
  readonly histories?: HistoryKeeper;
}

/** Where what happens is told, if anybody listens. */
export type Telemetry = Pick<OneProcessOptions, 'log' | 'registry'> & Pick<WorkersOptions, 'tracing'>;

export const testKeys: KeyRing = [{ id: 'test-1', key: randomBytes(32) }];
export const testDataConverter = createDataConverter(testKeys);

const vendors: VendorSecrets = {
  twilio: credentials,
  sendgrid: {
    apiKey: sendgridKey,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  },
  stripeWebhookSecret,
};

/** @param clocks one for all, or one for each */
export async function startHeed(
  { client, nativeConnection, histories = createTemporalHistories(client) }: TemporalUnderTest,
  clocks: Clock | Clocks,
  sandbox: Partial<SandboxOptions> = {},
  { tracing = {}, ...telemetry }: Telemetry = {},
): Promise<HeedUnderTest> {
  const heed = await startHeedWithoutWorker(client, clocks, { sandbox, ...telemetry });
  await savePolicyOf(heed.records, heed.demo.organisation, policyOfTests);
  const workers = await startWorkersInOneProcess(heed, {
    nativeConnection,
    dataConverter: testDataConverter,
    workflowBundle: workflowBundleFile(),
    clock: each(clocks).worker,
    vendors,
    histories,
    tracing,
  });
  return {
    ...heed,
    underWay: workers.underWay,
    stop: async () => {
      await workers.stop();
      await heed.stop();
    },
  };
}

/** @param relayEveryMs where time is skipped, what Temporal did not take at once must not wait for long */
export async function startHeedWithoutWorker(
  client: Client,
  clocks: Clock | Clocks,
  {
    sandbox = {},
    relayEveryMs = 50,
    ...telemetry
  }: { sandbox?: Partial<SandboxOptions>; relayEveryMs?: number } & Omit<Telemetry, 'tracing'> = {},
): Promise<HeedWithoutWorker> {
  const database = await createDatabase();
  const heed = await startHeedInOneProcess({
    client,
    clocks: each(clocks),
    databases: database,
    keys: testKeys,
    vendors,
    sandbox: (options) => createQuickSandbox({ ...options, ...sandbox }),
    relayEveryMs,
    ...telemetry,
  });
  return {
    ...heed,
    database,
    stop: async () => {
      await heed.stop();
      await database.drop();
    },
  };
}

const each = (clocks: Clock | Clocks): Clocks =>
  typeof clocks === 'function' ? { api: clocks, worker: clocks, outside: clocks } : clocks;

/** The vendors' official clients, at the sandbox. */
export const postOf = (heed: HeedWithoutWorker): Post => postAtSandbox(heed, vendors);

import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, type NativeConnection, Runtime } from '@temporalio/worker';
import { keyRing } from '../../runtime/config';
import { projectRoot } from '../../runtime/project-root';
import { createDataConverter } from '../../runtime/temporal/payload-codec';
import { dataDirectoryOf, openDataDirectory } from '../data-directory';
import { tokensFor } from '../demo-people';
import { takeInstanceLock } from '../instance-lock';
import { migrated } from '../local-databases';
import { postgresPlan } from '../plans';
import { freePort } from '../ports';
import type { Cluster } from '../postgres/cluster';
import {
  createOwnerAndDatabases,
  type DatabaseUrls,
  databases,
  databaseUrls,
  letServiceRolesLogIn,
} from '../postgres/roles';
import { createSandbox } from '../sandbox/create-sandbox';
import type { Say } from '../say';
import { generateSecrets, type Secrets } from '../secrets';
import { createStack, type RunningStack } from '../stack';
import { createStackClient, type StackClient } from '../stack-client';
import type { Stack } from '../stack-file';
import { findTimeSkippingServer } from '../temporal/servers';
import { workflowBundle } from '../workflow-bundle';
import { createEndedHistories } from './ended-histories';
import { startHeedInOneProcess, startWorkersInOneProcess, type VendorSecrets } from './heed';
import { createSkippedClock, createSkippedTime, type SkippedTime } from './skipped-time';

/** A whole Heed whose time passes only when it is told to. It keeps nothing: what is in it goes when it is stopped. */
export interface SkippedStack {
  readonly http: StackClient;
  readonly organisation: Stack['organisation'];
  readonly time: SkippedTime;
  stop(): Promise<void>;
}

/** Starts it beside the data of `npm start`, with the demo's people. One at a time for each data directory. */
export async function startSkippedStack(person: NodeJS.ProcessEnv, say: Say): Promise<SkippedStack> {
  const data = dataDirectoryOf(person);
  openDataDirectory(data);
  const lock = await takeInstanceLock(path.join(data.folder, 'skipped-stack.lock.json'), [], say);
  const folder = path.join(data.folder, 'skipped-stack');
  const processes = createStack({
    recordsFile: path.join(data.folder, 'skipped-stack.processes.json'),
    logsFolder: data.logs,
    say,
  });
  await processes.endOrphans();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  // Where root starts it, PostgreSQL runs as somebody else, who must be able to pass through.
  chmodSync(folder, 0o711);
  const stops: (() => Promise<unknown>)[] = [() => processes.stop()];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
    rmSync(folder, { recursive: true, force: true });
    lock.release();
  };

  try {
    const secrets = generateSecrets();
    const [urls, program] = await Promise.all([
      startDatabases(processes, folder, secrets, person, say),
      findTimeSkippingServer(person, say),
    ]);
    const keys = keyRing.parse(secrets.encryptionKeys);
    const dataConverter = createDataConverter(keys);
    const env = await startTimeSkipping(program, dataConverter);
    stops.push(() => env.teardown());
    const clock = createSkippedClock(env);
    const now = () => clock.now();

    const vendors = vendorsOf(secrets);
    const heed = await startHeedInOneProcess({
      client: env.client,
      clocks: { api: now, worker: now, outside: now },
      databases: urls,
      keys,
      vendors,
      sandbox: (options) => createSandbox({ ...options, twilio: vendors.twilio, sendgrid: signedBy(secrets), pace }),
      relayEveryMs: 50,
    });
    stops.push(() => heed.stop());
    const workers = await startWorkersInOneProcess(heed, {
      histories: createEndedHistories(env.client),
      nativeConnection: env.nativeConnection as NativeConnection,
      dataConverter,
      workflowBundle: await workflowBundle(path.join(projectRoot, 'dist/workflows/index.js'), data.workflowBundles),
      clock: now,
      vendors,
    });
    stops.push(() => workers.stop());

    const organisation = { ...heed.demo.organisation, tokens: await tokensFor(heed.demo.organisation, heed.tokenOf) };
    return {
      http: createStackClient({ url: heed.url, sandboxUrl: heed.sandbox.url, organisation }),
      organisation,
      time: createSkippedTime(clock, heed, workers),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Statuses follow within milliseconds: while they do, no time passes. */
const pace = { firstAfterMs: 1, nextAfterMs: 1 };

async function startDatabases(
  processes: RunningStack,
  folder: string,
  { postgres: passwords }: Secrets,
  person: NodeJS.ProcessEnv,
  say: Say,
): Promise<DatabaseUrls> {
  const cluster: Cluster = {
    dataFolder: path.join(folder, 'postgres'),
    port: await freePort(),
    superuserPassword: passwords.superuser,
    keepsNothing: true,
  };
  await processes.start(postgresPlan(cluster, person));
  await createOwnerAndDatabases(cluster, passwords, [databases.main, databases.keys]);
  const urls = await migrated(databaseUrls(cluster.port, passwords, databases), say);
  await letServiceRolesLogIn(cluster, passwords);
  return urls;
}

async function startTimeSkipping(
  program: string,
  dataConverter: ReturnType<typeof createDataConverter>,
): Promise<TestWorkflowEnvironment> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
  return TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: program } },
    client: { dataConverter },
  });
}

const vendorsOf = ({ twilio, sendgrid, stripeWebhookSecret }: Secrets): VendorSecrets => ({
  twilio,
  sendgrid: { apiKey: sendgrid.apiKey, publicKey: sendgrid.eventPublicKey },
  stripeWebhookSecret,
});

const signedBy = ({ sendgrid }: Secrets) => ({ apiKey: sendgrid.apiKey, signingKey: sendgrid.eventPrivateKey });

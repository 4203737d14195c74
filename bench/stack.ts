import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { dataDirectoryOf, openDataDirectory } from '../local/data-directory';
import { type InstanceLock, takeInstanceLock } from '../local/instance-lock';
import { postgresPlan, temporalPlan } from '../local/plans';
import { freePort } from '../local/ports';
import type { Cluster } from '../local/postgres/cluster';
import { createOwnerAndDatabases } from '../local/postgres/roles';
import { createProcessLog } from '../local/process-log';
import { createProcessRecords } from '../local/process-records';
import type { Say } from '../local/say';
import { generateSecrets, type Secrets } from '../local/secrets';
import { type ProcessPlan, type SupervisedProcess, startSupervised } from '../local/supervised-process';
import { findDevServer } from '../local/temporal/servers';
import { projectRoot } from '../runtime/project-root';
import { startVendor, type Vendor } from './vendor/vendor';

/** What all arms share: one PostgreSQL that really writes to disk, one Temporal server, one vendor. */
export interface BenchStack {
  /** Of this run; removed at its end. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly secrets: Secrets;
  readonly vendor: Vendor;
  readonly postgres: Cluster;
  readonly temporalAddress: string;
  readonly temporal: Connection;
  /** An empty database of its own; the URL is its owner's, who may do everything in it. */
  createDatabase(name: string): Promise<string>;
  /** A Temporal namespace of its own; resolves when workflows can be started in it. */
  createNamespace(name: string): Promise<void>;
  /** Starts a compiled module of ours that says 'ready' to its parent (runtime/run-process.ts), as `npm start` does. */
  startProcess(order: ProcessOrder): Promise<SupervisedProcess>;
  /** The process numbers of the servers that all arms share. */
  servers(): readonly { readonly name: string; readonly pid: number }[];
  /** How many processes have ended by themselves and were started again: what was measured meanwhile is void. */
  accidents(): number;
  /** Done before the stack itself is stopped, also when it is stopped in the middle of a measurement. */
  atTheEnd(work: () => Promise<void>): void;
  stop(): Promise<void>;
}

export interface ProcessOrder {
  readonly name: string;
  /** Below dist/, and its arguments. */
  readonly entry: readonly [string, ...string[]];
  readonly environment: NodeJS.ProcessEnv;
  readonly nodeFlags?: readonly string[];
}

/** Starts it all in a fresh folder; ends what a benchmark that was killed has left running. */
export async function startBenchStack(person: NodeJS.ProcessEnv, say: Say): Promise<BenchStack> {
  const program = await findDevServer(person, say);
  const { folder, lock } = await freshFolder(person, say);
  const records = createProcessRecords(path.join(folder, 'processes.json'));
  const stops: (() => Promise<void>)[] = [];
  let accidents = 0;

  const start = async (plan: ProcessPlan): Promise<SupervisedProcess> => {
    const log = createProcessLog(path.join(folder, 'logs'), plan.name);
    const onRestarted = (): void => {
      accidents += 1;
    };
    const started = await startSupervised(plan, { records, log, say, onRestarted });
    stops.push(() => started.stop());
    return started;
  };
  // What was started last is ended first.
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
    await records.endOrphans();
    rmSync(folder, { recursive: true, force: true });
    lock.release();
  };

  try {
    const secrets = generateSecrets();
    const postgres = await startPostgres(start, person, folder, secrets);
    const { cluster } = postgres;
    const port = await freePort();
    const server = {
      port,
      httpPort: await freePort(),
      namespace: 'default',
      databaseFile: path.join(folder, 'temporal.db'),
    };
    const servers = [postgres.process, await start(temporalPlan(program, server, person))];
    const temporalAddress = `127.0.0.1:${port}`;
    const temporal = await Connection.connect({ address: temporalAddress });
    stops.push(() => temporal.close());
    const vendor = await startVendor();
    stops.push(() => vendor.stop());

    return {
      folder,
      environment: person,
      secrets,
      vendor,
      postgres: cluster,
      temporalAddress,
      temporal,
      createDatabase: async (name) => {
        await createOwnerAndDatabases(cluster, secrets.postgres, [name]);
        const password = encodeURIComponent(secrets.postgres.owner);
        return `postgresql://heed_owner:${password}@127.0.0.1:${cluster.port}/${name}`;
      },
      createNamespace: (name) => createNamespace(temporal, name),
      startProcess: ({ name, entry: [entry, ...args], environment, nodeFlags = [] }) =>
        start({
          name,
          command: async () => ({
            command: process.execPath,
            args: ['--enable-source-maps', ...nodeFlags, path.join(projectRoot, 'dist', entry), ...args],
          }),
          environment: () => environment,
          ready: 'says-so',
          stopSignal: 'SIGTERM',
          stopWithinMs: 20_000,
        }),
      servers: () => servers.map((process) => ({ name: process.name, pid: process.pid() ?? 0 })),
      accidents: () => accidents,
      atTheEnd: (work) => void stops.push(work),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Beside the data of `npm start`, so that it lies on the same disk. */
async function freshFolder(person: NodeJS.ProcessEnv, say: Say): Promise<{ folder: string; lock: InstanceLock }> {
  const data = dataDirectoryOf(person);
  openDataDirectory(data);
  const lock = await takeInstanceLock(path.join(data.folder, 'bench.lock.json'), [], say);
  const folder = path.join(data.folder, 'bench');
  const orphans = await createProcessRecords(path.join(folder, 'processes.json')).endOrphans();
  if (orphans.length > 0) say(`  The last benchmark was killed; ended what it left running: ${orphans.join(', ')}.`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'logs'), { recursive: true });
  // Where root starts it, PostgreSQL runs as somebody else, who must be able to pass through.
  chmodSync(folder, 0o711);
  return { folder, lock };
}

async function startPostgres(
  start: (plan: ProcessPlan) => Promise<SupervisedProcess>,
  person: NodeJS.ProcessEnv,
  folder: string,
  secrets: Secrets,
): Promise<{ cluster: Cluster; process: SupervisedProcess }> {
  const cluster: Cluster = {
    dataFolder: path.join(folder, 'postgres'),
    port: await freePort(),
    superuserPassword: secrets.postgres.superuser,
  };
  return { cluster, process: await start(postgresPlan(cluster, person)) };
}

async function createNamespace(temporal: Connection, namespace: string): Promise<void> {
  const workflowExecutionRetentionPeriod = msToTs('1 day');
  await temporal.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  // The server's own caches learn of it a little later.
  const end = Date.now() + 30_000;
  for (;;) {
    try {
      await temporal.workflowService.countWorkflowExecutions({ namespace });
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(100);
    }
  }
}

import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readJsonFile, writeJsonFile } from '../../local/json-file';
import { PlainFailure } from '../../local/plain-failure';
import { temporalPlan } from '../../local/plans';
import { freePort } from '../../local/ports';
import type { Cluster } from '../../local/postgres/cluster';
import { identityOf, isRunning, type ProcessIdentity } from '../../local/process-identity';
import { sayOnTerminal } from '../../local/say';
import { generateSecrets } from '../../local/secrets';
import { createStack, type RunningStack } from '../../local/stack';
import { findDevServer, findTimeSkippingServer } from '../../local/temporal/servers';
import { workflowBundle } from '../../local/workflow-bundle';
import { keysMigrations, mainMigrations, migrate } from '../../prisma/migrate';
import { projectRoot } from '../../runtime/project-root';
import { foldersWithoutServers, templates, workflowsEntry } from './infrastructure';
import { sayLast } from './plain-line-reporter';
import { startPostgresIn } from './postgres';

/** Kept for global-teardown.ts, which runs in the same process. */
declare global {
  var heedTestInfrastructure: { stop(): Promise<void> } | undefined;
}

const folderPrefix = path.join(os.tmpdir(), 'heed-test-');
const ownerFile = 'owner.json';

/** Starts what the tests of this run share; everything lies in a temporary folder. */
export default async function setUp(run: { testPathPatterns?: { patterns: string[] } }): Promise<void> {
  if (!needsServers(run.testPathPatterns?.patterns ?? [])) return;
  await removeLeftovers();
  const folder = mkdtempSync(folderPrefix);
  // Where root runs the tests, PostgreSQL runs as somebody else, who must be able to pass through.
  chmodSync(folder, 0o711);
  writeJsonFile(path.join(folder, ownerFile), identityOf(process.pid));
  const stack = stackIn(folder);
  globalThis.heedTestInfrastructure = {
    async stop() {
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await Promise.all([
      startPostgres(stack, folder),
      startTemporal(stack, folder),
      findTimeSkipping(),
      bundleWorkflows(),
    ]);
  } catch (error) {
    sayLast('0 passed, 1 failed');
    await globalThis.heedTestInfrastructure.stop();
    if (!(error instanceof PlainFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** Only folders that need no server were asked for, by name. */
function needsServers(patterns: readonly string[]): boolean {
  if (process.env['HEED_TEST_INFRASTRUCTURE'] === 'none') return false;
  const withoutServers = new RegExp(`\\btest[/\\\\]+(${foldersWithoutServers.join('|')})\\b`);
  return patterns.length === 0 || !patterns.every((pattern) => withoutServers.test(pattern));
}

async function startPostgres(stack: RunningStack, folder: string): Promise<void> {
  const passwords = generateSecrets().postgres;
  const cluster: Cluster = {
    dataFolder: path.join(folder, 'postgres'),
    port: await freePort(),
    superuserPassword: passwords.superuser,
    keepsNothing: true,
  };
  await startPostgresIn(stack, cluster, passwords, templates, async ({ ownerUrl, keysOwnerUrl }) => {
    await migrate({ url: ownerUrl, ...mainMigrations });
    await migrate({ url: keysOwnerUrl, ...keysMigrations });
  });
  process.env['HEED_TEST_POSTGRES_PORT'] = String(cluster.port);
  process.env['HEED_TEST_POSTGRES_PASSWORDS'] = JSON.stringify(passwords);
}

async function startTemporal(stack: RunningStack, folder: string): Promise<void> {
  const program = await findDevServer(process.env, sayOnTerminal);
  const server = {
    port: await freePort(),
    httpPort: await freePort(),
    namespace: 'default',
    databaseFile: path.join(folder, 'temporal.db'),
  };
  await stack.start(temporalPlan(program, server, process.env));
  process.env['HEED_TEST_TEMPORAL_ADDRESS'] = `127.0.0.1:${server.port}`;
  process.env['HEED_TEST_TEMPORAL_FILE'] = server.databaseFile;
}

async function findTimeSkipping(): Promise<void> {
  process.env['HEED_TEST_TIME_SKIPPING_SERVER'] = await findTimeSkippingServer(process.env, sayOnTerminal);
}

async function bundleWorkflows(): Promise<void> {
  const entry = workflowsEntry();
  if (!entry) return;
  const cache = path.join(projectRoot, 'node_modules/.cache/heed/workflow-bundles');
  process.env['HEED_TEST_WORKFLOW_BUNDLE'] = await workflowBundle(entry, cache);
}

/** A run that was killed could not clean up after itself. */
async function removeLeftovers(): Promise<void> {
  const parent = path.dirname(folderPrefix);
  const folders = readdirSync(parent).filter((name) => name.startsWith(path.basename(folderPrefix)));
  for (const folder of folders.map((name) => path.join(parent, name))) {
    const owner = readJsonFile(path.join(folder, ownerFile)) as ProcessIdentity | undefined;
    if (!owner || isRunning(owner)) continue;
    const stack = stackIn(folder);
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function stackIn(folder: string): RunningStack {
  return createStack({
    recordsFile: path.join(folder, 'processes.json'),
    logsFolder: folder,
    // Tests speak through the reporters; a server that had to be started again is theirs to notice.
    say: () => undefined,
  });
}

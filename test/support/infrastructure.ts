import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { databaseUrls, type RolePasswords } from '../../local/postgres/roles';
import { projectRoot } from '../../runtime/project-root';

/**
 * What global-setup.ts has started, as tests see it. It is handed over in these variables, which tests read through
 * the functions below:
 *
 * - HEED_TEST_POSTGRES_PORT, HEED_TEST_POSTGRES_PASSWORDS: one PostgreSQL for the run, and its roles' passwords (JSON)
 * - HEED_TEST_TEMPORAL_ADDRESS: one Temporal development server for the run; each test file takes its own task queues
 * - HEED_TEST_TEMPORAL_FILE: where that server keeps what it knows
 * - HEED_TEST_TIME_SKIPPING_SERVER: the program that each test file starts for itself
 * - HEED_TEST_WORKFLOW_BUNDLE: every workflow, bundled once
 *
 * HEED_TEST_INFRASTRUCTURE=none starts nothing; neither does a run of only those folders that need nothing.
 */
export const foldersWithoutServers = ['rules', 'architecture', 'local', 'bench'] as const;

/** Migrated once, and copied for each test file. */
export const templates = { main: 'heed_template', keys: 'heed_keys_template' } as const;

export interface TestDatabase {
  /** As heed_app: what the service works as. */
  readonly databaseUrl: string;
  /** As heed_owner: sees every organisation. */
  readonly ownerUrl: string;
  readonly keysDatabaseUrl: string;
  /** Both as they are now, in a pair of their own. Ends every connection; pools make new ones. */
  backUp(): Promise<TestDatabase>;
  /** Puts a backup of one of the two in its place. Ends every connection; pools make new ones. */
  restore(which: 'main' | 'keys', backup: TestDatabase): Promise<void>;
  /** Ends every connection and removes both databases. */
  drop(): Promise<void>;
}

/** A fresh pair of migrated, empty databases for one test file. Takes tens of milliseconds. */
export async function createDatabase(): Promise<TestDatabase> {
  const port = Number(required('HEED_TEST_POSTGRES_PORT'));
  const passwords: Passwords = JSON.parse(required('HEED_TEST_POSTGRES_PASSWORDS'));
  const { names, administer } = nextPair(port, passwords);
  await inDatabase(administer, async (run) => {
    await run(`CREATE DATABASE ${names.main} TEMPLATE ${templates.main}`);
    await run(`CREATE DATABASE ${names.keys} TEMPLATE ${templates.keys}`);
  });
  return pairOf(port, passwords, names);
}

type Passwords = RolePasswords & { readonly superuser: string };
interface PairNames {
  readonly main: string;
  readonly keys: string;
}

function nextPair(port: number, passwords: Passwords): { readonly names: PairNames; readonly administer: string } {
  const suffix = randomBytes(6).toString('hex');
  const names = { main: `heed_${suffix}`, keys: `heed_keys_${suffix}` };
  return { names, administer: databaseUrls(port, passwords, { main: 'postgres', keys: 'postgres' }).ownerUrl };
}

function pairOf(port: number, passwords: Passwords, names: PairNames): TestDatabase {
  const { databaseUrl, ownerUrl, keysDatabaseUrl } = databaseUrls(port, passwords, names);
  // As the superuser: who owns a database may not end a vacuum that happens to run in it.
  const asSuperuser = (work: (run: (sql: string) => Promise<unknown>) => Promise<void>): Promise<void> =>
    inDatabase(`postgresql://postgres:${passwords.superuser}@127.0.0.1:${port}/postgres`, work);
  return {
    databaseUrl,
    ownerUrl,
    keysDatabaseUrl,
    backUp: async () => {
      const copy = nextPair(port, passwords).names;
      await asSuperuser(async (run) => {
        for (const [from, to] of [[names.main, copy.main] as const, [names.keys, copy.keys] as const]) {
          await run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${from}'`);
          await run(`CREATE DATABASE ${to} TEMPLATE ${from} OWNER heed_owner`);
        }
      });
      return pairOf(port, passwords, copy);
    },
    restore: (which, backup) =>
      asSuperuser(async (run) => {
        const kept = new URL(which === 'main' ? backup.databaseUrl : backup.keysDatabaseUrl).pathname.slice(1);
        await run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${kept}'`);
        await run(`DROP DATABASE ${names[which]} WITH (FORCE)`);
        await run(`CREATE DATABASE ${names[which]} TEMPLATE ${kept} OWNER heed_owner`);
      }),
    drop: () =>
      asSuperuser(async (run) => {
        await run(`DROP DATABASE ${names.main} WITH (FORCE)`);
        await run(`DROP DATABASE ${names.keys} WITH (FORCE)`);
      }),
  };
}

/** The development server of this run, in real time: delete, list and Schedules work there. */
export function temporalServer(): { address: string; namespace: string } {
  return { address: required('HEED_TEST_TEMPORAL_ADDRESS'), namespace: 'default' };
}

/** The file in which it keeps everything; what is not in it yet stands in others whose names begin with its own. */
export const temporalFile = (): string => required('HEED_TEST_TEMPORAL_FILE');

/** For `createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`. */
export function timeSkippingServer(): string {
  return required('HEED_TEST_TIME_SKIPPING_SERVER');
}

/** For a worker: `workflowBundle: { codePath }`, instead of bundling the workflows again. */
export function workflowBundleFile(): string {
  return required('HEED_TEST_WORKFLOW_BUNDLE');
}

/** Where the workflows start, if there are any yet. */
export function workflowsEntry(): string | undefined {
  const entry = path.join(projectRoot, 'workflows/index.ts');
  return existsSync(entry) ? entry : undefined;
}

function required(variable: string): string {
  const value = process.env[variable];
  if (value) return value;
  throw new Error(
    `${variable} is not set: this run was started without servers. Run the whole of npm test, or this file by itself ` +
      `outside ${foldersWithoutServers.join(', ')}, without HEED_TEST_INFRASTRUCTURE=none.`,
  );
}

async function inDatabase(url: string, work: (run: (sql: string) => Promise<unknown>) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work((sql) => client.query(sql));
  } finally {
    await client.end();
  }
}

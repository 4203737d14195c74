import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { postgresPlan } from '../../local/plans';
import type { Cluster } from '../../local/postgres/cluster';
import {
  createOwnerAndDatabases,
  type DatabaseUrls,
  databaseUrls,
  letServiceRolesLogIn,
  type RolePasswords,
} from '../../local/postgres/roles';
import type { RunningStack } from '../../local/stack';
import { compiled } from './compiled';

/**
 * Starts a PostgreSQL from npm with both databases migrated, and the service's roles let in.
 * @param migrateBoth jest cannot load the migrations' engine inside a test, only before all of them
 */
export async function startPostgresIn(
  stack: RunningStack,
  cluster: Cluster,
  passwords: RolePasswords,
  names: { readonly main: string; readonly keys: string },
  migrateBoth: (urls: DatabaseUrls) => Promise<void>,
): Promise<DatabaseUrls> {
  await stack.start(postgresPlan(cluster, process.env));
  await createOwnerAndDatabases(cluster, passwords, [names.main, names.keys]);
  const urls = databaseUrls(cluster.port, passwords, names);
  await migrateBoth(urls);
  await letServiceRolesLogIn(cluster, passwords);
  return urls;
}

/** As a deployment migrates: by the compiled program. */
export async function migrateByProgram({ ownerUrl, keysOwnerUrl }: DatabaseUrls): Promise<void> {
  const urls = { MIGRATION_DATABASE_URL: ownerUrl, KEYS_MIGRATION_DATABASE_URL: keysOwnerUrl };
  await promisify(execFile)(process.execPath, [compiled('prisma/migrate')], { env: { ...process.env, ...urls } });
}

import { keysMigrations, mainMigrations, migrate } from '../prisma/migrate';
import { postgresPlan } from './plans';
import type { Cluster } from './postgres/cluster';
import {
  createOwnerAndDatabases,
  type DatabaseUrls,
  databases,
  databaseUrls,
  letServiceRolesLogIn,
} from './postgres/roles';
import { type Say, withProgress } from './say';
import type { Secrets } from './secrets';
import type { RunningStack } from './stack';

/** Starts PostgreSQL from npm in this stack's data directory, with both databases as the service needs them. */
export async function embeddedDatabases(
  stack: RunningStack,
  {
    dataFolder,
    port,
    secrets,
    person,
  }: { dataFolder: string; port: number; secrets: Secrets; person: NodeJS.ProcessEnv },
  say: Say,
): Promise<DatabaseUrls> {
  const passwords = secrets.postgres;
  const cluster: Cluster = { dataFolder, port, superuserPassword: passwords.superuser };
  await withProgress(say, 'PostgreSQL', () => stack.start(postgresPlan(cluster, person)));
  await createOwnerAndDatabases(cluster, passwords, [databases.main, databases.keys]);
  const urls = await migrated(databaseUrls(port, passwords, databases), say);
  await letServiceRolesLogIn(cluster, passwords);
  return urls;
}

/** Brings both databases to this version of Heed. */
export async function migrated(urls: DatabaseUrls, say: Say): Promise<DatabaseUrls> {
  await withProgress(say, 'Migrations', async () => {
    await migrate({ url: urls.ownerUrl, ...mainMigrations });
    await migrate({ url: urls.keysOwnerUrl, ...keysMigrations });
  });
  return urls;
}

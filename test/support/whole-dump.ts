import pg from 'pg';
import { unseal } from '../../records/sealing';
import type { KeyRing } from '../../runtime/config';

/** Everything that two databases hold, in every column of every row, and all of it that any key opens. */
export interface WholeDump {
  readonly rows: number;
  /** As it is stored. */
  readonly stored: readonly string[];
  /** What opened with one of the keys that are left, whoever's it is. */
  readonly opened: readonly string[];
  /** Whose keys are left. */
  readonly keys: ReadonlyMap<string, Buffer>;
  /** Which of these stand anywhere in it, in clear or opened. */
  finds(traces: readonly string[]): readonly string[];
}

interface Key {
  readonly subject: string;
  readonly key: Buffer;
}

/** @param ownerUrl as the owner of the main database, who sees every organisation */
export async function wholeDump(ownerUrl: string, keysUrl: string, ring: KeyRing): Promise<WholeDump> {
  const main = await everyRowOf(ownerUrl);
  const keysDatabase = await everyRowOf(keysUrl);
  const keys = keysDatabase.flatMap((row) => keyIn(row, ring));
  const rows = [...main, ...keysDatabase];
  const sealed = rows.flatMap((row) => Object.values(row).filter((value) => Buffer.isBuffer(value)));
  const stored = rows.map((row) => Object.values(row).map(asText).join('\n'));
  const opened = sealed.flatMap((value) => keys.flatMap((key) => openedWith(key, value)));
  return {
    rows: rows.length,
    stored,
    opened,
    keys: new Map(keys.map(({ subject, key }) => [subject, key])),
    finds: (traces) =>
      traces.filter((trace) => [...stored, ...opened].some((text) => text.toLowerCase().includes(trace.toLowerCase()))),
  };
}

type Row = Readonly<Record<string, unknown>>;

async function everyRowOf(url: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
       AND has_table_privilege(oid, 'SELECT') ORDER BY 1`,
    );
    const rows: Row[] = [];
    for (const { name } of tables.rows) rows.push(...(await client.query<Row>(`SELECT * FROM ${name}`)).rows);
    return rows;
  } finally {
    await client.end();
  }
}

/** The data key in a row of theirs. */
function keyIn({ subject_id: subject, ring_key_id: ringKeyId, wrapped }: Row, ring: KeyRing): readonly Key[] {
  const by = ring.find(({ id }) => id === ringKeyId);
  if (!by || typeof subject !== 'string' || !Buffer.isBuffer(wrapped)) return [];
  return [{ subject, key: unseal(by.key, subject, wrapped) }];
}

function openedWith({ subject, key }: Key, sealed: Buffer): readonly string[] {
  try {
    return [unseal(key, subject, sealed).toString('utf8')];
  } catch {
    return [];
  }
}

/** Bytes as the letters that may stand in them. */
const asText = (value: unknown): string =>
  Buffer.isBuffer(value) ? value.toString('latin1') : typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

import type { Pool } from 'pg';

/**
 * Names the database behind these connections: since when its server runs, its own number there, and in which files these
 * tables lie. A restore gives it another name, however it was done: a new server, a new database, or tables that were
 * filled anew.
 */
export async function incarnationOf(pool: Pool, tables: readonly string[]): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT concat_ws(' ', extract(epoch FROM pg_postmaster_start_time()),
       (SELECT oid FROM pg_database WHERE datname = current_database()),
       (SELECT string_agg(pg_relation_filenode(one::regclass)::text, ' ') FROM unnest($1::text[]) one)) AS name`,
    [tables],
  );
  return rows[0]?.name ?? '';
}

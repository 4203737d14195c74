import { Pool, type PoolConfig } from 'pg';

/** Connections of which each may break at any moment: it fails the query that it runs, if any, and is replaced. */
export function createPool(config: PoolConfig): Pool {
  const pool = new Pool({ connectionTimeoutMillis: 5_000, ...config });
  // An error that nobody listens to ends the process. The pool speaks for connections that lie idle …
  pool.on('error', ignore);
  // … and nobody for one that breaks on its way into or out of somebody's hands.
  pool.on('connect', (connection) => connection.on('error', ignore));
  return pool;
}

/** Whoever uses the connection is told by the failure of their query. */
const ignore = (): void => undefined;

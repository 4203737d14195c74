import type { Pool, PoolClient } from 'pg';

/** One transaction in the database of the keys. */
export async function transactionIn<T>(pool: Pool, work: (connection: PoolClient) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  let failure: Error | undefined;
  try {
    await connection.query('BEGIN');
    const result = await work(connection);
    await connection.query('COMMIT');
    return result;
  } catch (error) {
    failure = error instanceof Error ? error : new Error('The transaction failed.');
    throw error;
  } finally {
    // One that failed may stand anywhere: it is closed, and its transaction with it.
    connection.release(failure);
  }
}

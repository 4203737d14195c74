import { createPool } from '../../records/pool';
import { createDatabase, type TestDatabase } from '../support/infrastructure';

/** PostgreSQL ends connections when it pleases. That may fail a query; it must not end the process. */

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database?.drop());

test('a connection that breaks between two queries, in nobody’s sight, is replaced', async () => {
  const pool = createPool({ connectionString: database.databaseUrl, max: 1 });
  const connection = await pool.connect();
  // As the driver tells it; unheard, this would throw here.
  expect(connection.emit('error', new Error('terminating connection due to administrator command'))).toBe(true);
  connection.release(true);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});

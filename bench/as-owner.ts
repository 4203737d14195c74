import pg from 'pg';

/** Work on one connection of the database's owner, whom row-level security lets see everything. */
export async function asOwner<T>(ownerUrl: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  // A connection that the server ends meanwhile fails the query; without this it would end the process as well.
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}

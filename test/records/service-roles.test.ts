import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import pg from 'pg';
import { compiled } from '../support/compiled';
import { createDatabase } from '../support/infrastructure';

/** The migrations' program lets the service's roles in, with the passwords that stand in the service's addresses. */

async function asks(url: string, sql = 'SELECT 1'): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

test('a role that the service names may log in once migrations have run, and with a new password after the next', async () => {
  const database = await createDatabase();
  const role = `heed_let_in_${randomBytes(6).toString('hex')}`;
  const addressWith = (password: string): string => {
    const url = new URL(database.databaseUrl);
    url.username = role;
    url.password = encodeURIComponent(password);
    return url.href;
  };
  const migrate = (password: string) =>
    promisify(execFile)(process.execPath, [compiled('prisma/migrate')], {
      env: {
        MIGRATION_DATABASE_URL: database.ownerUrl,
        KEYS_MIGRATION_DATABASE_URL: database.ownerUrl.replace(/\/heed_(\w+)$/, '/heed_keys_$1'),
        DATABASE_URL: addressWith(password),
      },
    });
  await asks(database.ownerUrl, `CREATE ROLE ${role} NOLOGIN`);
  try {
    await expect(asks(addressWith("o'ne"))).rejects.toThrow();
    await migrate("o'ne");
    await asks(addressWith("o'ne"));
    await migrate('two/2');
    await asks(addressWith('two/2'));
    await expect(asks(addressWith("o'ne"))).rejects.toThrow();
  } finally {
    await asks(database.ownerUrl, `DROP ROLE ${role}`);
    await database.drop();
  }
});

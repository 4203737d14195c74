import pg from 'pg';
import { asSuperuser, type Cluster } from './cluster';

/** The passwords of the roles that log in. */
export interface RolePasswords {
  readonly owner: string;
  readonly app: string;
  readonly keysApp: string;
}

export const databases = { main: 'heed', keys: 'heed_keys' } as const;

/** The owner migrates and creates databases; the migrations create the roles that the service works as. */
export async function createOwnerAndDatabases(
  cluster: Cluster,
  passwords: Pick<RolePasswords, 'owner'>,
  names: readonly string[],
): Promise<void> {
  await asSuperuser(cluster, async (client) => {
    const roles = await client.query(`SELECT 1 FROM pg_roles WHERE rolname = 'heed_owner'`);
    if (roles.rowCount === 0) await client.query('CREATE ROLE heed_owner');
    await client.query(
      `ALTER ROLE heed_owner LOGIN CREATEROLE CREATEDB BYPASSRLS PASSWORD ${pg.escapeLiteral(passwords.owner)}`,
    );
    const present = await client.query<{ datname: string }>('SELECT datname FROM pg_database');
    const missing = names.filter((name) => !present.rows.some((row) => row.datname === name));
    for (const name of missing) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} OWNER heed_owner`);
  });
}

/** The migrations create these roles without a login, since a password does not belong in a migration. */
export async function letServiceRolesLogIn(
  cluster: Cluster,
  passwords: Pick<RolePasswords, 'app' | 'keysApp'>,
): Promise<void> {
  await asSuperuser(cluster, async (client) => {
    await client.query(`ALTER ROLE heed_app LOGIN PASSWORD ${pg.escapeLiteral(passwords.app)}`);
    await client.query(`ALTER ROLE heed_keys_app LOGIN PASSWORD ${pg.escapeLiteral(passwords.keysApp)}`);
  });
}

export interface DatabaseUrls {
  /** As heed_app: what the service reads and writes with. */
  readonly databaseUrl: string;
  /** As heed_owner: for migrations, and for looking at everything. */
  readonly ownerUrl: string;
  /** As heed_keys_app. */
  readonly keysDatabaseUrl: string;
  readonly keysOwnerUrl: string;
}

export function databaseUrls(
  port: number,
  passwords: RolePasswords,
  names: { main: string; keys: string },
): DatabaseUrls {
  const url = (role: string, password: string, database: string) =>
    `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  return {
    databaseUrl: url('heed_app', passwords.app, names.main),
    ownerUrl: url('heed_owner', passwords.owner, names.main),
    keysDatabaseUrl: url('heed_keys_app', passwords.keysApp, names.keys),
    keysOwnerUrl: url('heed_owner', passwords.owner, names.keys),
  };
}

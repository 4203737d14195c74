import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { endsWithUs } from '../helper-process';
import { PlainFailure, reasonOf } from '../plain-failure';
import { identityOf } from '../process-identity';
import { postgresBinaries } from './binaries';
import { type RunAs, runAsOwnerOf } from './unprivileged';

const execute = promisify(execFile);

/** The cluster's administrator; only this stack and the tests know its password. */
export const superuser = 'postgres';

export interface Cluster {
  /** Everything PostgreSQL keeps. Made on first use. */
  readonly dataFolder: string;
  readonly port: number;
  readonly superuserPassword: string;
  /** For tests: quicker, and worthless after a crash. */
  readonly keepsNothing?: boolean;
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Makes the cluster when there is none and clears what a crash left in the way; then it may be started.
 * Fails with a sentence where another PostgreSQL already uses the folder.
 */
export async function prepareCluster(cluster: Cluster): Promise<Command> {
  const { postgres, initdb } = postgresBinaries();
  if (!existsSync(path.join(cluster.dataFolder, 'PG_VERSION'))) await createCluster(cluster, initdb);
  removeStalePidFile(cluster.dataFolder);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(cluster.keepsNothing && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return commandOf(runAsOwnerOf(cluster.dataFolder, postgres), [
    postgres,
    '-D',
    cluster.dataFolder,
    '-p',
    String(cluster.port),
    ...flags,
  ]);
}

/** Made beside its place and then moved there, so that an interrupted first start leaves no half of a cluster. */
async function createCluster(cluster: Cluster, initdb: string): Promise<void> {
  const unfinished = `${cluster.dataFolder}.unfinished`;
  for (const folder of [unfinished, cluster.dataFolder]) rmSync(folder, { recursive: true, force: true });
  const runAs = runAsOwnerOf(unfinished, initdb);
  const passwordFile = path.join(unfinished, '..', `superuser-password.${process.pid}`);
  writeFileSync(passwordFile, cluster.superuserPassword, { mode: 0o600 });
  chownSync(passwordFile, statSync(unfinished).uid, -1);
  const create = commandOf(runAs, [
    initdb,
    `--pgdata=${unfinished}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same everywhere, whatever locales the machine has, and Unicode's own letter case.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...(cluster.keepsNothing ? ['--no-sync'] : []),
  ]);
  try {
    const running = execute(create.command, [...create.args], { uid: create.uid, gid: create.gid });
    endsWithUs(running.child);
    await running;
  } catch (error) {
    throw new PlainFailure(`PostgreSQL could not make its folder ${cluster.dataFolder}: ${whyItFailed(error)}.`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, cluster.dataFolder);
}

function commandOf({ prefix, ...user }: RunAs, program: readonly string[]): Command {
  const [command = '', ...args] = [...prefix, ...program];
  return { command, args, ...user };
}

function whyItFailed(error: unknown): string {
  const { code, stderr } = error as { code?: unknown; stderr?: string };
  if (code === 'EACCES') return 'it may not run as root, and the user it runs as instead cannot enter that folder';
  return stderr?.trim().split('\n').at(-1) || reasonOf(error);
}

/**
 * After a crash PostgreSQL trusts the number in postmaster.pid, and refuses to start when a stranger has it by now.
 * The file is removed unless that process works on this very folder.
 */
export function removeStalePidFile(dataFolder: string, commandLine = commandLineOf): void {
  const file = path.join(dataFolder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (identityOf(pid) && commandLine(pid).includes(dataFolder)) {
    throw new PlainFailure(
      `Another PostgreSQL (process ${pid}) already works on ${dataFolder}; end it and start again.`,
    );
  }
  rmSync(file, { force: true });
}

function commandLineOf(pid: number): string {
  if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
}

/** Whether the cluster answers its administrator. */
export async function answers(cluster: Cluster): Promise<boolean> {
  try {
    await asSuperuser(cluster, (client) => client.query('SELECT 1'));
    return true;
  } catch {
    return false;
  }
}

/** Runs `work` on one connection of the administrator, to `database` or to the one that is always there. */
export async function asSuperuser<T>(
  cluster: Cluster,
  work: (client: pg.Client) => Promise<T>,
  database = 'postgres',
): Promise<T> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: cluster.port,
    user: superuser,
    password: cluster.superuserPassword,
    database,
  });
  // A connection that the server ends meanwhile fails the query; without this it would end the process as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

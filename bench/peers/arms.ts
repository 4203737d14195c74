import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { freePort } from '../../local/ports';
import type { Say } from '../../local/say';
import { projectRoot } from '../../runtime/project-root';
import type { Arm } from '../arms/arm';
import { createPoster } from '../arms/posting';
import { processesOf } from '../arms/processes';
import type { PeerEnvironment } from './environment';

interface Peer {
  readonly name: string;
  readonly folder: 'dbos' | 'pg-boss';
  /** Asks its database for the number of cases that have come to their end, as `closed`. */
  readonly closedCases: string;
}

const peers: readonly Peer[] = [
  {
    name: 'DBOS Transact',
    folder: 'dbos',
    closedCases: `SELECT count(*)::int AS closed FROM dbos.workflow_status WHERE status = 'SUCCESS'`,
  },
  {
    name: 'pg-boss',
    folder: 'pg-boss',
    closedCases: 'SELECT count(*)::int AS closed FROM cases WHERE closed',
  },
];

/**
 * The arms of the peers. Their packages are installed here, when the benchmark runs, and not with Heed's own; where that
 * cannot be done the benchmark goes on without them, and says why.
 */
export async function peerArms(say: Say): Promise<readonly Arm[]> {
  try {
    await installPackages(say);
  } catch (error) {
    const names = peers.map(({ name }) => name).join(' and ');
    say(`  Without ${names}: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
  return peers.map(peerArm);
}

const packages = path.join(projectRoot, 'bench/peers');

interface Installer {
  readonly installDependencies: (say: Say, order: { readonly folder: string; readonly what: string }) => Promise<void>;
}

/** In the way in which Heed's own are installed. */
async function installPackages(say: Say): Promise<void> {
  const installer = pathToFileURL(path.join(projectRoot, 'local/bootstrap/dependencies.mjs')).href;
  const { installDependencies }: Installer = await import(installer);
  await installDependencies(say, { folder: packages, what: "Installing the peers' packages (once)" });
}

const peerArm = ({ name, folder, closedCases }: Peer): Arm => ({
  name,
  start: async (stack) => {
    const port = await freePort();
    const databaseUrl = await stack.createDatabase(`bench_${folder.replace('-', '_')}`);
    const environment: PeerEnvironment = {
      DATABASE_URL: databaseUrl,
      VENDOR_URL: stack.vendor.url,
      PORT: String(port),
      NODE_PATH: path.join(packages, 'node_modules'),
    };
    const processes = await processesOf(stack, [
      { name: folder, entry: [`bench/peers/${folder}/process.js`], environment },
    ]);
    const poster = createPoster(`http://127.0.0.1:${port}`);
    const database = new pg.Pool({ connectionString: databaseUrl, max: 1 });

    return {
      name,
      processes: () => processes.running(),
      post: async (caseNumber) => {
        await poster.post('/cases', { caseNumber });
      },
      tell: async (caseNumber, part) => {
        await poster.post(`/cases/${caseNumber}/${part}`, {});
      },
      closedCases: async () => {
        const { rows } = await database.query<{ closed: number }>(closedCases);
        return rows[0]?.closed ?? 0;
      },
      stop: async () => {
        poster.close();
        await database.end();
        await processes.stop();
      },
    };
  },
});

import path from 'node:path';
import { projectRoot } from '../runtime/project-root';
import { answers, type Cluster, prepareCluster } from './postgres/cluster';
import type { ProcessPlan } from './supervised-process';
import { type DevServer, devServerAnswers, devServerArguments } from './temporal/dev-server';

export function postgresPlan(cluster: Cluster, person: NodeJS.ProcessEnv): ProcessPlan {
  return {
    name: 'postgres',
    command: () => prepareCluster(cluster),
    environment: () => person,
    ready: () => answers(cluster),
    // "Fast": open transactions are rolled back. SIGTERM would wait for every client to leave by itself.
    stopSignal: 'SIGINT',
    stopWithinMs: 15_000,
  };
}

export function temporalPlan(program: string, server: DevServer, person: NodeJS.ProcessEnv): ProcessPlan {
  return {
    name: 'temporal',
    command: async () => ({ command: program, args: devServerArguments(server) }),
    environment: () => person,
    ready: () => devServerAnswers(server),
    stopSignal: 'SIGTERM',
    stopWithinMs: 10_000,
  };
}

/** One of our own processes: a compiled module that says when it serves, and drains on SIGTERM. */
export function ourPlan(
  name: string,
  [entry, ...args]: readonly [string, ...string[]],
  environment: () => NodeJS.ProcessEnv,
): ProcessPlan {
  return {
    name,
    command: async () => ({
      command: process.execPath,
      args: ['--enable-source-maps', path.join(projectRoot, 'dist', entry), ...args],
    }),
    environment,
    ready: 'says-so',
    stopSignal: 'SIGTERM',
    stopWithinMs: 20_000,
  };
}

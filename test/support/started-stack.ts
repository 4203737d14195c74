import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type DataDirectory, dataDirectoryOf } from '../../local/data-directory';
import { readJsonFile } from '../../local/json-file';
import { freePort } from '../../local/ports';
import { isRunning, type ProcessIdentity } from '../../local/process-identity';
import { createProcessRecords } from '../../local/process-records';
import { recordsConfigOf } from '../../local/records-environment';
import { type Secrets, secretsIn } from '../../local/secrets';
import type { workerNames } from '../../local/stack';
import type { Stack, StackProcesses } from '../../local/stack-file';
import type { RecordsConfig } from '../../runtime/config';
import { projectRoot } from '../../runtime/project-root';
import { until } from './until';

/** A whole `npm start` of real processes, with a data directory and ports of its own. */
export interface StartedStack {
  readonly data: DataDirectory;
  /** stack.json as it is now: process numbers change whenever one was restarted. */
  now(): Stack;
  secrets(): Secrets;
  /** To write and read its records beside it. */
  recordsConfig(): RecordsConfig;
  /** The process that has this part now; waits for one that is just being started again. */
  process(part: Part): Promise<ProcessIdentity>;
  /** `kill -9`. Resolves to what is gone when it is gone; the supervisor starts it again. */
  kill(part: Part): Promise<ProcessIdentity>;
  /** SIGTERM, as an orderly restart does it. Resolves to what has ended when it has. */
  end(part: Part): Promise<ProcessIdentity>;
  /** It neither answers nor ends, until `wake`. */
  hang(part: Part): Promise<void>;
  wake(part: Part): Promise<void>;
  /** Waits until a part has another process than this one, and it is ready. */
  isBack(part: Part, instead: ProcessIdentity): Promise<void>;
  /** `kill -9` of `npm start` itself: what it supervised is left running. */
  killSupervisor(): Promise<void>;
  /** What `npm start` said since it was (last) started. */
  said(): string;
  /** What each of its processes wrote to standard output and error, by its name. */
  logged(): ReadonlyMap<string, string>;
  /** `npm start` again, in the same data directory. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

/** The names under which the supervisor notes its processes. */
export type Part = 'api' | 'temporal' | 'postgres' | 'sandbox' | (typeof workerNames)[number];

/** On a cold machine the first start compiles, creates a cluster and bundles the workflows. */
const startsWithinMs = 120_000;
const stopsWithinMs = 60_000;
const restartsWithinMs = 40_000;

/** @param settings for `npm start`, as a person would set them */
export async function startStack(settings: NodeJS.ProcessEnv = {}): Promise<StartedStack> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'heed-stack-'));
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    // The sandbox serves nothing in production, and jest calls itself a test.
    NODE_ENV: 'development',
    // So that a killed test run takes its stack with it, as a killed npm does.
    npm_lifecycle_event: 'start',
    // A case that a test did not raise would be in its counts and its inbox.
    FIRST_DECISION: 'none',
    ...settings,
    HEED_DATA_DIR: folder,
    PORT: String(await freePort()),
  };
  const data = dataDirectoryOf(environment);
  let running = await launchFirst(environment, data);

  const now = (): Stack => {
    const stack = readJsonFile(data.stack) as Stack | undefined;
    if (!stack) throw new Error(`There is no ${data.stack}: the stack does not run.`);
    return stack;
  };
  const noted = (part: Part): ProcessIdentity | undefined => {
    const all = readJsonFile(data.processes) as Partial<Record<Part, ProcessIdentity>> | undefined;
    const one = all?.[part];
    return one && isRunning(one) ? { pid: one.pid, startedAt: one.startedAt } : undefined;
  };
  const processOf: StartedStack['process'] = (part) => until(`${part} runs`, () => noted(part), restartsWithinMs);
  const signal = async (part: Part, name: NodeJS.Signals): Promise<ProcessIdentity> => {
    const one = await processOf(part);
    process.kill(one.pid, name);
    return one;
  };
  const endBy = async (part: Part, name: NodeJS.Signals): Promise<ProcessIdentity> => {
    const one = await signal(part, name);
    await until(`${part} has ended`, () => !isRunning(one), stopsWithinMs);
    return one;
  };

  return {
    data,
    now,
    secrets: () => secretsIn(data.secrets),
    recordsConfig: () => {
      const own = recordsConfigOf(data);
      return {
        ...own,
        DATABASE_URL: settings['DATABASE_URL'] ?? own.DATABASE_URL,
        KEYS_DATABASE_URL: settings['KEYS_DATABASE_URL'] ?? own.KEYS_DATABASE_URL,
      };
    },
    process: processOf,
    kill: (part) => endBy(part, 'SIGKILL'),
    end: (part) => endBy(part, 'SIGTERM'),
    hang: async (part) => void (await signal(part, 'SIGSTOP')),
    wake: async (part) => void (await signal(part, 'SIGCONT')),
    isBack: async (part, instead) => {
      const isReady = (): boolean => {
        const one = noted(part);
        // stack.json is written anew once the new one is ready.
        return one !== undefined && one.pid !== instead.pid && pidsIn(now().processes).includes(one.pid);
      };
      await until(`${part} is back`, isReady, restartsWithinMs);
    },
    killSupervisor: async () => {
      running.child.kill('SIGKILL');
      await running.ended;
    },
    said: () => running.said(),
    logged: () =>
      new Map(
        readdirSync(data.logs).map((file) => [path.parse(file).name, readFileSync(path.join(data.logs, file), 'utf8')]),
      ),
    startAgain: async () => {
      running = await launch(environment, data);
    },
    stop: async () => {
      try {
        await endLaunched(running);
      } finally {
        await createProcessRecords(data.processes).endOrphans();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

const pidsIn = ({ workers, ...others }: StackProcesses): readonly number[] => [...workers, ...Object.values(others)];

interface Launched {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  said(): string;
}

/** A port that was free when it was chosen may be somebody else's by the time it is used; a second start takes others. */
async function launchFirst(environment: NodeJS.ProcessEnv, data: DataDirectory): Promise<Launched> {
  try {
    return await launch(environment, data).catch((error: unknown) => {
      if (!String(error).includes('EADDRINUSE')) throw error;
      return launch(environment, data);
    });
  } catch (error) {
    rmSync(data.folder, { recursive: true, force: true });
    throw error;
  }
}

/** `npm start` without npm, ready to be used. */
async function launch(environment: NodeJS.ProcessEnv, data: DataDirectory): Promise<Launched> {
  rmSync(data.stack, { force: true });
  const child = spawn(process.execPath, [path.join(projectRoot, 'local/bootstrap.mjs'), 'start'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (words += String(chunk)));
  const launched = { child, ended: once(child, 'exit'), said: () => words };
  try {
    await until(
      'the stack is ready',
      () => {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error('It has ended.');
        return readJsonFile(data.stack) !== undefined;
      },
      startsWithinMs,
    );
    return launched;
  } catch (error) {
    await endLaunched(launched);
    await createProcessRecords(data.processes).endOrphans();
    throw new Error(`npm start did not get ready: ${words}`, { cause: error });
  }
}

async function endLaunched({ child, ended }: Launched): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const insisting = setTimeout(() => child.kill('SIGKILL'), stopsWithinMs);
  await ended;
  clearTimeout(insisting);
}

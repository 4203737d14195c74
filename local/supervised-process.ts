import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { PlainFailure } from './plain-failure';
import { endProcess, identityOf } from './process-identity';
import { lastWords, type ProcessLog } from './process-log';
import type { ProcessRecords, StopSignal } from './process-records';
import type { Say } from './say';

/** How one process of the stack is run. */
export interface ProcessPlan {
  readonly name: string;
  /** What to run; asked before every start, so that it may clear away what a crash left. */
  command(): Promise<ProcessCommand>;
  /** Asked before every start too: what was changed meanwhile holds from then on. */
  environment(): NodeJS.ProcessEnv;
  /** Our own processes say 'ready' to their parent; of others it is asked until it is true. */
  readonly ready: 'says-so' | (() => Promise<boolean>);
  readonly stopSignal: StopSignal;
  readonly stopWithinMs: number;
}

export interface ProcessCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

export interface SupervisedProcess {
  readonly name: string;
  /** Of the one that runs now; undefined while none does. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

export interface Supervision {
  readonly records: ProcessRecords;
  readonly log: ProcessLog;
  readonly say: Say;
  /** A new process has taken the place of one that died, and is ready. */
  readonly onRestarted: () => void;
}

/** How long a process may take to become ready. */
const readyWithinMs = 60_000;
/** Waits between the attempts to restart a process that keeps dying; the last one repeats. */
const backOffMs = [50, 250, 1_000, 2_000, 5_000, 10_000];
/** After so long a life, the next death is a new story. */
const settledAfterMs = 30_000;

/**
 * Starts a process, resolves when it is ready, and starts it again whenever it ends without being asked to.
 * Fails with a sentence when it ends before it was ever ready, since that is a mistake and not an accident.
 */
export async function startSupervised(plan: ProcessPlan, supervision: Supervision): Promise<SupervisedProcess> {
  const { records, log, say, onRestarted } = supervision;
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  const stopping = new AbortController();

  async function run(): Promise<void> {
    const { command, args, ...user } = await plan.command();
    const output = log.open();
    const started = spawn(command, [...args], {
      ...user,
      env: plan.environment(),
      stdio: ['ignore', output, output, ...(plan.ready === 'says-so' ? (['ipc'] as const) : [])],
      // Out of the terminal's group: Ctrl-C reaches the supervisor alone, which stops everything in order.
      detached: true,
    });
    closeSync(output);
    child = started;
    const identity = started.pid === undefined ? undefined : identityOf(started.pid);
    if (identity) records.remember(plan.name, identity, plan.stopSignal);
    ended = new Promise((resolve) => {
      started.once('exit', () => resolve());
      started.once('error', () => resolve());
    });
    await becomesReady(plan, started);
  }

  async function watch(): Promise<void> {
    let deaths = 0;
    while (!stopping.signal.aborted) {
      const startedAt = Date.now();
      await ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - startedAt > settledAfterMs) deaths = 0;
      say(`${plan.name} has ended (${howItEnded(child)}): ${lastWords(log.lastLines())}. Starting it again.`);
      await pause(backOffMs[Math.min(deaths, backOffMs.length - 1)], undefined, { signal: stopping.signal });
      deaths += 1;
      // One that hangs before it is ready is ended, so that the next attempt follows.
      await run().then(onRestarted, () => endChild(child, plan));
    }
  }

  try {
    await run();
  } catch (error) {
    await endChild(child, plan);
    records.forget(plan.name);
    const reason = error instanceof PlainFailure ? error.message : lastWords(log.lastLines());
    throw new PlainFailure(`${plan.name} could not be started: ${reason} (${log.file})`);
  }
  const watching = watch().catch(() => undefined);

  return {
    name: plan.name,
    pid: () => (child?.exitCode === null && child.signalCode === null ? child.pid : undefined),
    async stop() {
      stopping.abort();
      await endChild(child, plan);
      await watching;
      await endChild(child, plan);
      records.forget(plan.name);
    },
  };
}

async function becomesReady({ ready, name }: ProcessPlan, child: ChildProcess): Promise<void> {
  const giveUp = AbortSignal.timeout(readyWithinMs);
  let said = false;
  child.on('message', (message) => {
    said ||= message === 'ready';
  });
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = new PlainFailure(error.message);
  });
  while (!(ready === 'says-so' ? said : await ready())) {
    if (failure) throw failure;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${name} has ended.`);
    if (giveUp.aborted) throw new PlainFailure(`it was not ready within ${readyWithinMs / 1000} s`);
    await pause(40);
  }
}

async function endChild(child: ChildProcess | undefined, { stopSignal, stopWithinMs }: ProcessPlan): Promise<void> {
  const identity = child?.pid === undefined ? undefined : identityOf(child.pid);
  if (identity) await endProcess(identity, stopSignal, stopWithinMs);
}

function howItEnded(child: ChildProcess | undefined): string {
  return child?.signalCode ?? `exit code ${child?.exitCode ?? 'unknown'}`;
}

import { rmSync } from 'node:fs';
import { bringUp } from './bring-up';
import { dataDirectoryOf, openDataDirectory } from './data-directory';
import { portOf } from './environment';
import { type InstanceLock, takeInstanceLock } from './instance-lock';
import { launchersOf } from './launcher';
import { PlainFailure } from './plain-failure';
import { requireFree } from './ports';
import { isRunning, type ProcessIdentity } from './process-identity';
import { type Say, sayOnTerminal } from './say';
import { createStack, type RunningStack } from './stack';

/** `npm start`: the whole of Heed on this machine, until Ctrl-C. */
export async function main(): Promise<void> {
  // Keys, logs and data of this stack are nobody else's to read.
  process.umask(0o077);
  const say = sayOnTerminal;
  // A terminal that is gone is no reason to fall over instead of stopping in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const data = dataDirectoryOf(process.env);
  let lock: InstanceLock | undefined;
  let stack: RunningStack | undefined;
  let ending: Promise<void> | undefined;

  const end = (exitCode: number, farewell?: string): Promise<void> => {
    ending ??= (async () => {
      if (farewell) say(farewell);
      await stack?.stop();
      if (lock) rmSync(data.stack, { force: true });
      lock?.release();
      process.exit(exitCode);
    })();
    return ending;
  };
  const stopOnSignal = () => void end(0, '\nStopping: API, workers, sandbox, Temporal, PostgreSQL …');
  process.on('SIGINT', stopOnSignal).on('SIGTERM', stopOnSignal).on('SIGHUP', stopOnSignal);

  try {
    const port = portOf(process.env);
    const launchers = launchersOf(process.env);
    openDataDirectory(data);
    lock = await takeInstanceLock(data.lock, launchers, say);
    endWith(launchers, () => void end(1, 'npm has ended; stopping.'));
    rmSync(data.stack, { force: true });
    stack = createStack({ recordsFile: data.processes, logsFolder: data.logs, say });
    await endLeftovers(stack, say);
    await requireFree(port);
    await bringUp(stack, data, process.env, say);
  } catch (error) {
    // Being told to stop makes what was starting fail; that is no failure to tell of.
    if (!ending) process.stderr.write(`${explanationOf(error)}\n`);
    await end(1);
  }
}

async function endLeftovers(stack: RunningStack, say: Say): Promise<void> {
  const orphans = await stack.endOrphans();
  if (orphans.length > 0) say(`  The last start was killed; ended what it left running: ${orphans.join(', ')}.`);
}

/** A killed npm cannot pass anything on, and its successor wants the data directory. */
function endWith(launchers: readonly ProcessIdentity[], end: () => void): void {
  setInterval(() => {
    if (!launchers.every(isRunning)) end();
  }, 500).unref();
}

function explanationOf(error: unknown): string {
  if (error instanceof PlainFailure) return error.message;
  // Not foreseen, so there is no sentence for it, and whoever mends it needs to see where.
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

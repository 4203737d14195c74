import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { endsWithUs } from '../../local/helper-process';
import { freePort } from '../../local/ports';
import { projectRoot } from '../../runtime/project-root';
import { monotonicMs } from '../monotonic';
import type { BenchStack } from '../stack';
import { spreadOf } from '../statistics';
import { figure, spread } from '../table';
import type { Measurement } from './measurement';

/** `npm start` on a data directory that was started before, until it says that it is ready. */
export const warmStart: Measurement = {
  name: 'start',
  run: async ({ stack, size, say }) => {
    const dataFolder = path.join(stack.folder, 'npm-start');
    await secondsUntilReady(stack, dataFolder);
    say('    the first start is over');
    const seconds: number[] = [];
    for (let start = 0; start < size.starts; start += 1) seconds.push(await secondsUntilReady(stack, dataFolder));
    return {
      title: 'Warm start',
      tables: [{ columns: ['', 's'], rows: [['npm start until it is ready', spread(spreadOf(seconds))]] }],
      targets: [],
      notes: [`${size.starts} starts after a first one, beside the idle PostgreSQL and Temporal of the benchmark.`],
    };
  },
};

/** The whole of `npm test`. */
export const testRun: Measurement = {
  name: 'test',
  run: async ({ stack }) => {
    const startedAt = monotonicMs();
    const { child, said } = command(stack, 'test', {});
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    const seconds = (monotonicMs() - startedAt) / 1_000;
    const tally = /^\d+ passed, \d+ failed.*$/m.exec(said())?.[0] ?? '';
    if (exitCode !== 0 || tally === '')
      throw new Error(`npm test ended with ${exitCode}: ${tally || said().slice(-300)}`);
    return {
      title: 'npm test',
      tables: [{ columns: ['', 's'], rows: [[`npm test (${tally})`, figure(seconds)]] }],
      targets: [],
      notes: ['One run, with everything installed and compiled.'],
    };
  },
};

const readyWithinMs = 120_000;

async function secondsUntilReady(stack: BenchStack, dataFolder: string): Promise<number> {
  const startedAt = monotonicMs();
  const port = String(await freePort());
  const { child, said, stop } = command(stack, 'start', { HEED_DATA_DIR: dataFolder, PORT: port });
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`npm start was not ready in time: ${said()}`)), readyWithinMs);
      child.stdout?.on('data', () => {
        if (!/^Heed is ready/m.test(said())) return;
        clearTimeout(timer);
        resolve();
      });
      child.once('exit', () => {
        clearTimeout(timer);
        reject(new Error(`npm start ended before it was ready: ${said()}`));
      });
    });
    return (monotonicMs() - startedAt) / 1_000;
  } finally {
    await stop();
  }
}

interface Command {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** Ends it in order, if it has not ended. */
  readonly stop: () => Promise<void>;
}

/** What `npm run` runs for it. */
function command(stack: BenchStack, name: 'start' | 'test', settings: NodeJS.ProcessEnv): Command {
  // Of npm's own: the command would look for the npm that launched it, which is the benchmark's.
  const { npm_lifecycle_event: _launchedBy, ...environment } = stack.environment;
  const child = endsWithUs(
    spawn(process.execPath, ['local/bootstrap.mjs', name], {
      cwd: projectRoot,
      env: { ...environment, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await once(child, 'exit');
  };
  stack.atTheEnd(stop);
  return { child, said: () => text, stop };
}

import { type Log, traitsOf } from '../runtime/log';
import type { ApiMetrics } from './metrics/api-metrics';
import { type BackgroundTask, countedTurns } from './metrics/counted-turns';

export interface BackgroundWatch {
  readonly log: Log;
  readonly metrics: Pick<ApiMetrics, 'turns'>;
}

export interface Background {
  stop(): Promise<void>;
}

/**
 * Runs `work` again and again, `pauseMs` after it ended, until stopped. Several processes may run the same: each piece of
 * work takes its own lock or lease. A failure is logged, counted, and tried again at the next turn.
 */
export function repeat(
  task: BackgroundTask,
  { log, metrics }: BackgroundWatch,
  pauseMs: number,
  work: () => Promise<unknown>,
): Background {
  let stopped = false;
  let wake: (() => void) | undefined;
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const ended = countedTurns(task, metrics);
  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        await work();
        ended('done');
      } catch (error) {
        ended('failed');
        log.warn({ background: task, ...traitsOf(error) }, 'will be tried again');
      }
      if (!stopped) await pause();
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped = true;
      wake?.();
      await running;
    },
  };
}

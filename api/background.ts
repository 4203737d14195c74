import { type Log, traitsOf } from '../runtime/log';

export interface Background {
  stop(): Promise<void>;
}

/**
 * Runs `work` again and again, `pauseMs` after it ended, until stopped. Several processes may run the same: each piece of
 * work takes its own lock or lease. A failure is logged and tried again at the next turn.
 */
export function repeat(name: string, log: Log, pauseMs: number, work: () => Promise<unknown>): Background {
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
  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        await work();
      } catch (error) {
        log.warn({ background: name, ...traitsOf(error) }, 'will be tried again');
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

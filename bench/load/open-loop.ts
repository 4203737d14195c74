import { setTimeout as pause } from 'node:timers/promises';
import { monotonicMs } from '../monotonic';

/** One arrival and what came of it. */
export interface Arrived<T> {
  /** When it was to begin, on the monotonic clock. What is measured counts from here, also when it began late. */
  readonly dueAt: number;
  readonly outcome: PromiseSettledResult<T>;
}

/**
 * Begins each piece of work when it is due, whatever became of those before: a server that falls behind is not given
 * time to catch up, and does not hide its delay (no coordinated omission). Resolves when all have ended.
 */
export async function openLoop<T>(
  schedule: readonly number[],
  begin: (index: number) => Promise<T>,
): Promise<readonly Arrived<T>[]> {
  const start = monotonicMs();
  return Promise.all(
    schedule.map(async (offset, index) => {
      const dueAt = start + offset;
      await pause(dueAt - monotonicMs());
      const [outcome] = await Promise.allSettled([begin(index)]);
      return { dueAt, outcome };
    }),
  );
}

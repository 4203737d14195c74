import { monotonicMs } from '../monotonic';

export interface ClosedLoop {
  readonly startedAt: number;
  readonly outcomes: readonly PromiseSettledResult<unknown>[];
}

/** Keeps so many pieces of work under way until `count` have ended: to find out how much can be carried. */
export async function closedLoop(
  count: number,
  inFlight: number,
  work: (index: number) => Promise<unknown>,
): Promise<ClosedLoop> {
  const startedAt = monotonicMs();
  const outcomes: PromiseSettledResult<unknown>[] = [];
  let next = 0;
  const goOn = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      outcomes.push(...(await Promise.allSettled([work(index)])));
    }
  };
  await Promise.all(Array.from({ length: Math.min(inFlight, count) }, goOn));
  return { startedAt, outcomes };
}

/** A load that does not wait for its answers. */
export interface OpenLoop<T> {
  /** Starts no more; resolves to what came of each, in the order in which they were started. */
  stop(): Promise<readonly T[]>;
}

/** Starts `one` at a steady rate, whatever becomes of those before it. `one` tells a failure as a result. */
export function openLoop<T>(perSecond: number, one: (index: number) => Promise<T>): OpenLoop<T> {
  const began = performance.now();
  const started: Promise<T>[] = [];
  const timer = setInterval(() => {
    // What a late timer has missed is made up for.
    const due = ((performance.now() - began) / 1_000) * perSecond;
    while (started.length < due) started.push(one(started.length));
  }, 5);
  return {
    stop: () => {
      clearInterval(timer);
      return Promise.all(started);
    },
  };
}

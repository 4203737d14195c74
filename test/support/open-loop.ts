/**
 * Starts `one` at a steady rate, whatever becomes of those before it, until `meanwhile` is over: a load that does not
 * wait for its answers. Resolves to what came of each, in the order in which they were started.
 * @param one tells a failure as a result
 */
export async function openLoop<T>(
  perSecond: number,
  one: (index: number) => Promise<T>,
  meanwhile: () => Promise<void>,
): Promise<readonly T[]> {
  const began = performance.now();
  const started: Promise<T>[] = [];
  const timer = setInterval(() => {
    // What a late timer has missed is made up for.
    const due = ((performance.now() - began) / 1_000) * perSecond;
    while (started.length < due) started.push(one(started.length));
  }, 5);
  try {
    await meanwhile();
  } finally {
    clearInterval(timer);
    await Promise.allSettled(started);
  }
  return Promise.all(started);
}

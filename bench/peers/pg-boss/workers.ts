import type PgBoss from 'pg-boss';

/**
 * Several workers on one queue, each with one job at a time.
 * @returns wakes an idle worker, for a job that was just queued in this process
 */
export async function startWorkers<Data>(
  boss: PgBoss,
  queue: string,
  { count, pollingIntervalSeconds }: { readonly count: number; readonly pollingIntervalSeconds: number },
  work: (data: Data) => Promise<void>,
): Promise<() => void> {
  const idle = new Set<string>();

  const start = async (): Promise<void> => {
    const id: string = await boss.work<Data>(queue, { pollingIntervalSeconds }, async (jobs) => {
      idle.delete(id);
      try {
        for (const { data } of jobs) await work(data);
      } finally {
        idle.add(id);
        // Where one job was, another may wait: it looks again at once, not only after the interval.
        boss.notifyWorker(id);
      }
    });
    idle.add(id);
  };
  await Promise.all(Array.from({ length: count }, start));

  return () => {
    const [first] = idle;
    // Busy workers look again by themselves.
    if (first === undefined) return;
    idle.delete(first);
    idle.add(first);
    boss.notifyWorker(first);
  };
}

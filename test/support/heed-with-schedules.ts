import type { Client } from '@temporalio/client';
import type { Clock } from '../../runtime/clock';
import { type HeedWithoutWorker, startHeedWithoutWorker } from './heed';
import { quiet } from './quiet';
import { realTimeServer } from './real-time-server';

/** Heed's API on a server that has Schedules, with workers of some queues that carry out these activities alone. */
export interface HeedWithSchedules {
  readonly heed: HeedWithoutWorker;
  readonly client: Client;
  readonly stop: () => Promise<void>;
}

interface Given {
  /** Its own. */
  readonly namespace: string;
  readonly clock: Clock;
  readonly queues: readonly string[];
  readonly activities: (heed: HeedWithoutWorker, client: Client) => object;
}

export async function heedWithSchedules({ namespace, clock, queues, activities }: Given): Promise<HeedWithSchedules> {
  quiet();
  const { client, worker, disconnect } = await realTimeServer(namespace);
  const heed = await startHeedWithoutWorker(client, clock);
  const workers = await Promise.all(queues.map((queue) => worker(queue, activities(heed, client))));
  const running = Promise.all(workers.map((one) => one.run()));
  return {
    heed,
    client,
    stop: async () => {
      for (const one of workers) one.shutdown();
      await running;
      await heed.stop();
      await disconnect();
    },
  };
}

import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { readTemporalConfig } from '../runtime/config';
import { connectionOptions } from '../runtime/temporal/connection';
import { isQueue } from './queues';

const { TASK_QUEUE_TYPE_ACTIVITY } = temporal.api.enums.v1.TaskQueueType;
/** A poll waits for a minute at most. */
const askedWithinMs = 2 * 60_000;

/**
 * `node dist/worker/health-check.js urgent`: whether a worker of this machine asks Temporal for the queue's tasks, as a
 * container is asked. A worker that has lost the server, or hangs, does not. Ends with 0 or 1.
 */
async function main(): Promise<void> {
  const queue = process.argv[2];
  if (!isQueue(queue)) throw new Error('Name the queue.');
  const config = readTemporalConfig();
  const connection = await Connection.connect({ ...connectionOptions(config), connectTimeout: '5s' });
  try {
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace: config.TEMPORAL_NAMESPACE,
      taskQueue: { name: queue },
      taskQueueType: TASK_QUEUE_TYPE_ACTIVITY,
    });
    process.exitCode = (pollers ?? []).some(isOursAndAsks) ? 0 : 1;
  } finally {
    await connection.close();
  }
}

/** A worker calls itself `<pid>@<host>`. */
function isOursAndAsks({ identity, lastAccessTime }: temporal.api.taskqueue.v1.IPollerInfo): boolean {
  const askedAt = Number(lastAccessTime?.seconds ?? 0) * 1_000;
  return identity?.endsWith(`@${hostname()}`) === true && Date.now() - askedAt < askedWithinMs;
}

main().catch(() => {
  process.exitCode = 1;
});

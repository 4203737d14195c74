import { Client, Connection } from '@temporalio/client';
import { type DataConverter, NativeConnection, Worker } from '@temporalio/worker';
import { createTemporalHistories } from '../activities/erasure/temporal-histories';
import { english } from '../activities/messaging/letters/english-templates';
import { requireFaultless } from '../activities/messaging/letters/lint-templates';
import { createTemporalProcesses } from '../activities/retention/temporal-processes';
import type { Records } from '../records/records';
import { systemClock } from '../runtime/clock';
import type { WorkerConfig } from '../runtime/config';
import { connectionOptions } from '../runtime/temporal/connection';
import { createActivities } from './activities';
import { type Queue, slots } from './queues';
import { createListTellersOf, createPostOf } from './vendors';

/**
 * Works on one queue until the function that it answers with is called, which lets activities under way end.
 * @param records closed at the end
 */
export async function serveQueue(
  taskQueue: Queue,
  config: WorkerConfig,
  records: Records,
  dataConverter: DataConverter,
): Promise<() => Promise<void>> {
  requireFaultless(english);
  const connection = await NativeConnection.connect(connectionOptions(config));
  // The worker's own connection speaks of tasks alone; histories are deleted as a client does.
  const asClient = Connection.lazy(connectionOptions(config));
  const client = new Client({ connection: asClient, namespace: config.TEMPORAL_NAMESPACE, dataConverter });
  const worker = await Worker.create({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue,
    ...(config.WORKFLOW_BUNDLE
      ? { workflowBundle: { codePath: config.WORKFLOW_BUNDLE } }
      : { workflowsPath: require.resolve('../workflows') }),
    activities: createActivities({
      records,
      post: createPostOf(config, records),
      listTellers: createListTellersOf(config, systemClock),
      clock: systemClock,
      publicUrl: config.PUBLIC_URL,
      marketingPerSecond: config.MARKETING_PER_SECOND,
      histories: createTemporalHistories(client),
      retentions: createTemporalProcesses(client),
    }),
    dataConverter,
    maxConcurrentActivityTaskExecutions: slots[taskQueue].activities,
    maxCachedWorkflows: 200,
    shutdownGraceTime: '15 seconds',
  });
  const running = worker.run();

  return async () => {
    worker.shutdown();
    await running;
    await asClient.close();
    await connection.close();
    await records.close();
  };
}

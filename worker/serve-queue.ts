import { Client, Connection } from '@temporalio/client';
import { type DataConverter, NativeConnection, Worker } from '@temporalio/worker';
import { createTemporalHistories } from '../activities/erasure/temporal-histories';
import { english } from '../activities/messaging/letters/english-templates';
import { requireFaultless } from '../activities/messaging/letters/lint-templates';
import { createTemporalProcesses } from '../activities/retention/temporal-processes';
import type { Records } from '../records/records';
import { systemClock } from '../runtime/clock';
import type { WorkerConfig } from '../runtime/config';
import type { Log } from '../runtime/log';
import { createRegistry, serveMetrics } from '../runtime/telemetry/metrics';
import { startTracing } from '../runtime/telemetry/tracing';
import { connectionOptions } from '../runtime/temporal/connection';
import { createActivities } from './activities';
import { type Queue, slots } from './queues';
import { watchActivities } from './telemetry/watch-activities';
import { watchVendors } from './telemetry/watch-vendors';
import { createWorkerMetrics } from './telemetry/worker-metrics';
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
  log: Log,
): Promise<() => Promise<void>> {
  requireFaultless(english);
  const name = `worker-${taskQueue}`;
  const tracing = await startTracing(name, config);
  const registry = createRegistry(name);
  const metrics = createWorkerMetrics(registry);
  const vendors = watchVendors({ log, metrics });
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
    interceptors: {
      activity: watchActivities({ log, metrics, tracing: config }),
      // A bundle has its own already.
      ...(config.WORKFLOW_BUNDLE ? {} : { workflowModules: [require.resolve('../workflows/pass-on-cause')] }),
    },
    activities: createActivities({
      records,
      post: createPostOf(config, records, vendors.channels),
      listTellers: vendors.listTellers(createListTellersOf(config, systemClock)),
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
  const metricsServer = await serveMetrics(registry, config);
  if (metricsServer) log.info({ port: metricsServer.port }, 'metrics are served');
  const running = worker.run();

  return async () => {
    worker.shutdown();
    await running;
    await metricsServer?.close();
    await tracing?.stop();
    await asClient.close();
    await connection.close();
    await records.close();
  };
}

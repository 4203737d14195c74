import { type Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { testDataConverter } from './heed';
import { temporalServer, workflowBundleFile } from './infrastructure';
import { createNamespace } from './namespaces';

/**
 * A namespace of its own on the run's development server: time passes there as it does, processes are listed, and it has
 * Schedules.
 */
export interface RealTimeServer {
  readonly client: Client;
  /** Knows every workflow, and these activities. */
  readonly worker: (taskQueue: string, activities: object) => Promise<Worker>;
  /** Once its workers have ended. */
  readonly disconnect: () => Promise<void>;
}

export async function realTimeServer(namespace: string): Promise<RealTimeServer> {
  const { address } = temporalServer();
  const connection = await Connection.connect({ address });
  const nativeConnection = await NativeConnection.connect({ address });
  return {
    client: await createNamespace(connection, namespace),
    worker: (taskQueue, activities) =>
      Worker.create({
        connection: nativeConnection,
        namespace,
        taskQueue,
        workflowBundle: { codePath: workflowBundleFile() },
        activities,
        dataConverter: testDataConverter,
      }),
    disconnect: async () => {
      await nativeConnection.close();
      await connection.close();
    },
  };
}

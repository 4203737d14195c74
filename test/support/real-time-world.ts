import { Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { tellingCause } from '../../api/outbox/cause-header';
import { type Telemetry, testDataConverter } from './heed';
import { temporalServer } from './infrastructure';
import { createNamespace } from './namespaces';
import { quiet } from './quiet';
import { createWorld, type World } from './world';

/**
 * A world in a namespace of its own on the run's development server: time passes as it does, and processes are listed and
 * their histories deleted as in production.
 */
export async function createRealTimeWorld(namespace: string, telemetry: Telemetry = {}): Promise<World> {
  quiet();
  const { address } = temporalServer();
  const connection = await Connection.connect({ address });
  await createNamespace(connection, namespace);
  await connection.close();
  const env = await TestWorkflowEnvironment.createFromExistingServer({
    address,
    namespace,
    client: {
      dataConverter: testDataConverter,
      interceptors: { workflow: tellingCause(telemetry.tracing ?? {}) },
    },
  });
  return createWorld({ env, telemetry });
}

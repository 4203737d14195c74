import { Client, type Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { testDataConverter } from './heed';
import { until } from './until';

/** A namespace of its own on the run's Temporal server, whose workers see no other test's cases. Takes about 100 ms. */
export async function createNamespace(connection: Connection, namespace: string): Promise<Client> {
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  await until(`the namespace ${namespace} can be used`, async () => {
    try {
      await connection.workflowService.countWorkflowExecutions({ namespace });
      return true;
    } catch {
      return false;
    }
  });
  return new Client({ connection, namespace, dataConverter: testDataConverter });
}

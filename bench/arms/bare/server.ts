import { Client, Connection } from '@temporalio/client';
import { runProcess } from '../../../runtime/run-process';
import { serveCases } from '../case-server';
import { bareQueue, bareWorkflowId, readBareEnvironment } from './environment';
import type { bareCase } from './workflows';

/** Takes cases in by starting their workflows, and persons' parts by signals: an answer means that Temporal took it. */
runProcess('bench', async () => {
  const environment = readBareEnvironment();
  const connection = await Connection.connect({ address: environment.TEMPORAL_ADDRESS });
  const client = new Client({ connection, namespace: environment.TEMPORAL_NAMESPACE });
  const close = await serveCases(Number(environment.PORT), {
    raise: async (caseNumber) => {
      await client.workflow.start<typeof bareCase>('bareCase', {
        workflowId: bareWorkflowId(caseNumber),
        taskQueue: bareQueue,
        args: [{ caseNumber }],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
      });
    },
    tell: (caseNumber, part) => client.workflow.getHandle(bareWorkflowId(caseNumber)).signal('happened', part),
  });

  return async () => {
    close();
    await connection.close();
  };
});

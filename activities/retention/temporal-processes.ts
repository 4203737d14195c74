import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { retentionWorkflow } from '../../workflows/retention/contract';
import type { RetentionProcesses } from './processes';

/** The processes of one namespace, by Temporal's API. Whose one is, its memo says: its id tells nothing of that. */
export const createTemporalProcesses = (client: Client): RetentionProcesses => ({
  running: async function* (organisationId) {
    const query = `WorkflowType = '${retentionWorkflow}' AND ExecutionStatus = 'Running'`;
    for await (const { workflowId, memo } of client.workflow.list({ query })) {
      if (memo?.['organisationId'] === organisationId) yield workflowId;
    }
  },
  isRunning: async (workflowId) => {
    try {
      return (await client.workflow.getHandle(workflowId).describe()).status.name === 'RUNNING';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  },
  end: async (workflowId, because) => {
    try {
      await client.workflow.getHandle(workflowId).terminate(because);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  },
});

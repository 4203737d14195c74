import { type Client, isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { HistoryKeeper } from './history-keeper';

/** The histories of one namespace, by Temporal's API. */
export function createTemporalHistories(client: Client): HistoryKeeper {
  const newestRunOf = async (workflowId: string, runId?: string): Promise<string | null> => {
    try {
      return (await client.workflow.getHandle(workflowId, runId).describe()).runId;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  };
  const unlessGone = async (ask: () => Promise<unknown>): Promise<void> => {
    try {
      await ask();
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError) && !isNotFound(error)) throw error;
    }
  };

  return {
    runsOf: async (workflowId) => {
      const runs = new Set<string>();
      const newest = await newestRunOf(workflowId);
      if (newest !== null) runs.add(newest);
      const query = `WorkflowId = '${workflowId}'`;
      for await (const { runId } of client.workflow.list({ query })) runs.add(runId);
      return [...runs];
    },
    delete: async (workflowId, runId) => {
      // Ends one that still runs, too. Ended by itself before, it would take half a minute longer to go.
      await unlessGone(() =>
        client.workflowService.deleteWorkflowExecution({
          namespace: client.options.namespace,
          workflowExecution: { workflowId, runId },
        }),
      );
    },
    isGone: async (workflowId, runId) => (await newestRunOf(workflowId, runId === '' ? undefined : runId)) === null,
  };
}

/** gRPC's number for what is not found. */
const notFoundCode = 5;
const isNotFound = (error: unknown): boolean => isGrpcServiceError(error) && error.code === notFoundCode;

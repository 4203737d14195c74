import type { Client } from '@temporalio/client';
import type { HistoryKeeper } from '../../activities/erasure/history-keeper';
import { createTemporalHistories } from '../../activities/erasure/temporal-histories';

/**
 * For the time-skipping server, which can neither list histories nor delete them: whatever should go is ended, and is
 * remembered as gone. That it really goes is for a real server to show.
 */
export function createEndedHistories(client: Client): HistoryKeeper {
  const real = createTemporalHistories(client);
  const gone = new Set<string>();
  const newestRun = async (workflowId: string): Promise<readonly string[]> => {
    const isUnknown = await real.isGone(workflowId, '');
    return isUnknown ? [] : [(await client.workflow.getHandle(workflowId).describe()).runId];
  };
  return {
    runsOf: newestRun,
    delete: async (workflowId, runId) => {
      const { status } = await client.workflow.getHandle(workflowId, runId).describe();
      if (status.name === 'RUNNING') await client.workflow.getHandle(workflowId, runId).terminate('erased');
      gone.add(`${workflowId} ${runId}`);
    },
    isGone: async (workflowId, runId) => {
      const runs = runId === '' ? await newestRun(workflowId) : [runId];
      return runs.every((run) => gone.has(`${workflowId} ${run}`));
    },
  };
}

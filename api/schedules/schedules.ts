import {
  preflightQueue,
  preflightScheduleId,
  preflightWorkflow,
  preflightWorkflowId,
} from '../../workflows/preflight/contract';
import {
  reconciliationQueue,
  reconciliationScheduleId,
  reconciliationWorkflow,
  reconciliationWorkflowId,
} from '../../workflows/retention-reconciliation/contract';
import type { DailyProcess } from './daily';

/** Everything that happens once a day in every organisation. */
export const dailyProcesses: readonly DailyProcess[] = [
  {
    // When people come to work, and can still do something about what it finds.
    hour: 7,
    workflow: preflightWorkflow,
    queue: preflightQueue,
    scheduleId: preflightScheduleId,
    workflowId: preflightWorkflowId,
  },
  {
    // Before them, and when few others need anything.
    hour: 4,
    workflow: reconciliationWorkflow,
    queue: reconciliationQueue,
    scheduleId: reconciliationScheduleId,
    workflowId: reconciliationWorkflowId,
  },
];

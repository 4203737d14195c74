import { Context } from '@temporalio/activity';
import {
  carryOutRetention,
  openRetentionNotice,
  type RetentionTools,
  recordNoticed,
} from '../../records/retention/steps';
import type { Work } from '../../records/work';
import { recordRun } from '../../records/workflow-runs';
import type { RetentionActivities, RetentionOrder } from '../../workflows/retention/contract';
import { createSender, type SenderDeps } from '../messaging/send-beside-cases';

export interface RetentionDeps extends SenderDeps {
  readonly tools: RetentionTools;
}

/** What a retention does to the world: tells the client, and has the erasure begin. */
export function createRetentionActivities({ tools, ...deps }: RetentionDeps): RetentionActivities {
  const send = createSender(deps);
  const transact = <T>({ organisationId, at }: RetentionOrder, act: (work: Work) => Promise<T>): Promise<T> =>
    deps.records.withOrganisation(organisationId, new Date(Math.max(at, deps.clock().getTime())), act);
  return {
    tellOfRetention: async (order) => {
      const { opened } = await send(order, (work) => openRetentionNotice(work, tools, order));
      return opened.instead ?? transact(order, (work) => recordNoticed(work, order));
    },
    carryOutRetention: (order) =>
      transact(order, async (work) => {
        const { workflowExecution } = Context.current().info;
        if (workflowExecution) await recordRun(work, workflowExecution.workflowId, workflowExecution.runId);
        return carryOutRetention(work, order);
      }),
  };
}

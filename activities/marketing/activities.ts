import { Context } from '@temporalio/activity';
import { raiseAlarm } from '../../records/marketing/alarms';
import { completeOptOut } from '../../records/marketing/complete';
import { hasConfirmed, openTelling, settleTelling } from '../../records/marketing/tell-list';
import type { Records } from '../../records/records';
import type { Work } from '../../records/work';
import { recordRun } from '../../records/workflow-runs';
import type { Clock } from '../../runtime/clock';
import type { MarketingOptOutActivities, MarketingOptOutOrder } from '../../workflows/marketing-opt-out/contract';
import { type Tellers, tell } from './tell';

export interface MarketingOptOutDeps {
  readonly records: Records;
  readonly clock: Clock;
  readonly tellers: Tellers;
}

/** What an opt-out does to the world: it tells lists, and people where a list does not answer. */
export function createMarketingOptOutActivities({
  records,
  clock,
  tellers,
}: MarketingOptOutDeps): MarketingOptOutActivities {
  const transact = <T>({ organisationId, at }: MarketingOptOutOrder, work: (work: Work) => Promise<T>): Promise<T> =>
    records.withOrganisation(organisationId, new Date(Math.max(at, clock().getTime())), async (opened) => {
      const { workflowExecution } = Context.current().info;
      if (workflowExecution) await recordRun(opened, workflowExecution.workflowId, workflowExecution.runId);
      return work(opened);
    });

  return {
    tellList: async (order) => {
      const toTell = await transact(order, (work) => openTelling(work, order));
      if (toTell === null) return { confirmed: true };
      const told = await tell(tellers, toTell);
      return transact(order, async (work) => {
        await settleTelling(work, toTell, told);
        return { confirmed: await hasConfirmed(work, order) };
      });
    },
    raiseOptOutAlarm: (order) => transact(order, (work) => raiseAlarm(work, order.optOutId, order.alarm)),
    completeOptOut: (order) => transact(order, (work) => completeOptOut(work, order.optOutId)),
  };
}

import { raiseAlarm } from '../../records/marketing/alarms';
import { completeOptOut } from '../../records/marketing/complete';
import { hasConfirmed, openTelling, settleTelling } from '../../records/marketing/tell-list';
import type { Records } from '../../records/records';
import type { Clock } from '../../runtime/clock';
import type { MarketingOptOutActivities } from '../../workflows/marketing-opt-out/contract';
import { transactingOfRun } from '../transact';
import { type ListTellers, tell } from './list-tellers';

export interface MarketingOptOutDeps {
  readonly records: Records;
  readonly clock: Clock;
  readonly listTellers: ListTellers;
}

/** What an opt-out does to the world: it tells lists, and people where a list does not answer. */
export function createMarketingOptOutActivities({
  records,
  clock,
  listTellers,
}: MarketingOptOutDeps): MarketingOptOutActivities {
  const transact = transactingOfRun({ records, clock });

  return {
    tellList: async (order) => {
      const toTell = await transact(order, (work) => openTelling(work, order));
      if (toTell === null) return { confirmed: true };
      const told = await tell(listTellers, toTell);
      return transact(order, async (work) => {
        await settleTelling(work, toTell, told);
        return { confirmed: await hasConfirmed(work, order) };
      });
    },
    raiseOptOutAlarm: (order) => transact(order, (work) => raiseAlarm(work, order.optOutId, order.alarm)),
    completeOptOut: (order) => transact(order, (work) => completeOptOut(work, order.optOutId)),
  };
}

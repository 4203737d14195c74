import type { RetentionTools } from '../../records/retention/notice';
import { carryOutRetention, openRetentionNotice, recordNoticed } from '../../records/retention/steps';
import type { RetentionActivities } from '../../workflows/retention/contract';
import { createSender, type SenderDeps } from '../messaging/send-beside-cases';
import { transactingOfRun } from '../transact';

export interface RetentionDeps extends SenderDeps {
  readonly tools: RetentionTools;
}

/** What a retention does to the world: tells the client, and has the erasure begin. */
export function createRetentionActivities({ tools, ...deps }: RetentionDeps): RetentionActivities {
  const send = createSender(deps);
  const transact = transactingOfRun(deps);
  return {
    tellOfRetention: async (order) => {
      const { opened } = await send(order, (work) => openRetentionNotice(work, tools, order));
      return opened.instead ?? transact(order, (work) => recordNoticed(work, order));
    },
    carryOutRetention: (order) => transact(order, (work) => carryOutRetention(work, order)),
  };
}

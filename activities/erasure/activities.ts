import { ApplicationFailure } from '@temporalio/common';
import { eraseCategory } from '../../records/erasure/erase-category';
import { addHistories, historiesLeft, verifiedGone } from '../../records/erasure/histories';
import { destroyKeys } from '../../records/erasure/keys';
import { verifyAndGiveReceipt } from '../../records/erasure/receipt';
import type { Records } from '../../records/records';
import type { Clock } from '../../runtime/clock';
import type { ErasureActivities, ErasureOrder } from '../../workflows/erasure/contract';
import { businessTime, transacting } from '../transact';
import type { HistoryKeeper } from './history-keeper';

export interface ErasureDeps {
  readonly records: Records;
  readonly clock: Clock;
  readonly histories: HistoryKeeper;
}

/**
 * What an erasure does to the world. Each step commits with the record of it, or can be done again without harm.
 * @param how replayed: after a restore, when no hold counts that was placed or lifted since
 */
export function createErasureActivities(
  { records, clock, histories }: ErasureDeps,
  how: { readonly replayed: boolean } = { replayed: false },
): ErasureActivities {
  const transact = transacting({ records, clock });
  const placed = (order: ErasureOrder) => ({ ...order, at: businessTime(order, clock) });

  return {
    eraseCategory: (order) => transact(order, (work) => eraseCategory(work, order, how)),

    deleteHistories: async (order) => {
      const { erasureId } = order;
      const processes = (await transact(order, (work) => historiesLeft(work, erasureId))).filter(isAnyRun);
      for (const { workflowId } of processes) {
        const runs = (await histories.runsOf(workflowId)).map((runId) => ({ workflowId, runId }));
        // Written down before they are deleted: nothing else remembers them.
        await transact(order, (work) => addHistories(work, erasureId, runs));
      }
      // Each by its run first: a workflow id is free of runs only when all of them are gone.
      const left = await transact(order, (work) => historiesLeft(work, erasureId));
      let stillThere = 0;
      for (const history of [...left.filter((one) => !isAnyRun(one)), ...left.filter(isAnyRun)]) {
        const { workflowId, runId } = history;
        if (!isAnyRun(history)) await histories.delete(workflowId, runId);
        if (await histories.isGone(workflowId, runId)) {
          await transact(order, (work) => verifiedGone(work, erasureId, history));
        } else {
          stillThere += 1;
        }
      }
      if (stillThere > 0)
        throw ApplicationFailure.retryable(`${stillThere} histories are still there.`, 'not-gone-yet');
    },

    destroyKeys: (order) => destroyKeys(records, placed(order)),
    verifyAndGiveReceipt: (order) => verifyAndGiveReceipt(records, placed(order)),
  };
}

const isAnyRun = ({ runId }: { readonly runId: string }): boolean => runId === '';

import { createErasureActivities, type ErasureDeps } from '../../activities/erasure/activities';
import type { HistoryKeeper } from '../../activities/erasure/history-keeper';
import { beginErasure } from '../../records/erasure/begin';
import type { Receipt } from '../../records/erasure/receipt';
import type { Records } from '../../records/records';
import {
  accountLast,
  type ErasureActivities,
  type ErasureBasis,
  type ErasureOrder,
} from '../../workflows/erasure/contract';
import { type RetentionCategory, retentionCategories } from '../../workflows/retention/words';
import type { CasesOnRecord } from './case-on-record';

/** Erasures carried by their records alone: each step is the one that the story takes, and no process has ever run. */

const noHistories: HistoryKeeper = { runsOf: async () => [], delete: async () => undefined, isGone: async () => true };

export const erasureDeps = (records: Records): ErasureDeps => ({
  records,
  clock: () => new Date(),
  histories: noHistories,
});

export const stepsOfErasure = (records: Records): ErasureActivities => createErasureActivities(erasureDeps(records));

export async function erasureOrdered(
  cases: CasesOnRecord,
  clientId: string,
  categories: readonly RetentionCategory[] = retentionCategories,
  // By this one also those go who are with us.
  basis: ErasureBasis = 'controller-instruction',
): Promise<ErasureOrder> {
  const { id: erasureId } = await cases.transact((work) => beginErasure(work, { clientId, basis, categories }));
  return { erasureId, organisationId: cases.organisation.id, at: Date.now() };
}

/** The story's steps in their order, each of them twice: what was done once is not done again. */
export async function erasureCarriedOut(records: Records, order: ErasureOrder): Promise<Receipt> {
  const story = stepsOfErasure(records);
  const steps: readonly (() => Promise<unknown>)[] = [
    ...accountLast.map((category) => () => story.eraseCategory({ ...order, category })),
    () => story.deleteHistories(order),
    () => story.destroyKeys(order),
  ];
  for (const step of steps) {
    await step();
    await step();
  }
  const verified = await story.verifyAndGiveReceipt(order);
  if (verified !== 'over') throw new Error(`The erasure ${verified}.`);
  return records.withOrganisation(order.organisationId, new Date(), async ({ db }) => {
    const { receipt } = await db.erasure.findUniqueOrThrow({ where: { id: order.erasureId } });
    return receipt as unknown as Receipt;
  });
}

import { patched, proxyActivities } from '@temporalio/workflow';
import type {
  Batch,
  BatchOrder,
  ReconciliationActivities,
  ReconciliationFindings,
  ReconciliationInput,
} from './contract';

// Given up before the next day's begins.
const {
  reviseDeadlines,
  beginLostRetentions,
  endOrphanedRetentions,
  endInterests,
  tellWhoNeverEnrolled,
  eraseWhoNeverEnrolled,
  forgetMessages,
  reportRepairs,
} = proxyActivities<ReconciliationActivities>({
  startToCloseTimeout: '5 minutes',
  scheduleToCloseTimeout: '12 hours',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/**
 * Each day: every end has its deadline, every deadline its process, and no process is without one. What no enrolment's end
 * is counted for goes when nobody was in contact for long. docs/adr/0022
 */
export async function retentionReconciliation({
  organisationId,
}: ReconciliationInput): Promise<ReconciliationFindings> {
  const order = { organisationId, at: Date.now() };
  const allOf = async (batch: (order: BatchOrder) => Promise<Batch>): Promise<number> => {
    let repaired = 0;
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const done: Batch = await batch({ ...order, after });
      repaired += done.repaired;
      after = done.next;
    }
    return repaired;
  };
  const deadlines = await allOf(reviseDeadlines);
  const processes = await allOf(beginLostRetentions);
  const { repaired: orphans } = await endOrphanedRetentions(order);
  const repaired = { deadlines, processes, orphans };
  const interests = await allOf(endInterests);
  // One that began before it looked for these goes on without.
  const looksForAll = patched('who-never-enrolled');
  const told = looksForAll ? await allOf(tellWhoNeverEnrolled) : 0;
  const neverEnrolled = looksForAll ? await allOf(eraseWhoNeverEnrolled) : 0;
  const messages = looksForAll ? await allOf(forgetMessages) : 0;
  const forgotten = { interests, told, neverEnrolled, messages };
  await reportRepairs({ ...order, repaired, forgotten });
  return { ...repaired, ...forgotten };
}

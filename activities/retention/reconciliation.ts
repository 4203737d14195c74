import { forgetInterest, interestsToForget } from '../../records/interests/no-contact';
import type { Records } from '../../records/records';
import { forgetMessage, messagesOfNobody } from '../../records/retention/messages-of-nobody';
import { eraseWhoNeverEnrolled, whoNeverEnrolled } from '../../records/retention/never-enrolled';
import {
  atOnce,
  beginRetentionAnew,
  dueSoon,
  reportRepairs,
  reviseDeadline,
  suspects,
  withoutDeadline,
} from '../../records/retention/reconcile';
import type { Work } from '../../records/work';
import type { Clock } from '../../runtime/clock';
import { retentionWorkflowId } from '../../workflows/retention/contract';
import type { Batch, BatchOrder, ReconciliationActivities } from '../../workflows/retention-reconciliation/contract';
import { transacting } from '../transact';
import type { RetentionProcesses } from './processes';

export interface ReconciliationDeps {
  readonly records: Records;
  readonly clock: Clock;
  readonly processes: RetentionProcesses;
}

/** What the reconciliation does to the world. Each client is locked for a moment of their own, and no longer. */
export function createReconciliationActivities({
  records,
  clock,
  processes,
}: ReconciliationDeps): ReconciliationActivities {
  const transact = transacting({ records, clock });
  const countOf = async <One>(all: Iterable<One>, repair: (one: One) => Promise<boolean>): Promise<number> => {
    let repaired = 0;
    for (const one of all) if (await repair(one)) repaired += 1;
    return repaired;
  };
  /** Some of them, found by their ids, each in a transaction of its own. */
  const eachOf =
    (
      find: (work: Work, after: string | null, atOnce: number) => Promise<readonly string[]>,
      carryOut: (work: Work, id: string) => Promise<boolean>,
    ) =>
    async (order: BatchOrder): Promise<Batch> => {
      const ids = await transact(order, (work) => find(work, order.after, atOnce));
      const repaired = await countOf(ids, (id) => transact(order, (work) => carryOut(work, id)));
      return { repaired, next: ids.length < atOnce ? null : (ids.at(-1) ?? null) };
    };

  return {
    reviseDeadlines: async (order) => {
      const { ids, next } = await transact(order, (work) => suspects(work, order.after));
      const repaired = await countOf(ids, (id) => transact(order, (work) => reviseDeadline(work, id)));
      return { repaired, next };
    },

    beginLostRetentions: async (order) => {
      const { due, next } = await transact(order, (work) => dueSoon(work, order.after));
      const repaired = await countOf(due, async (one) => {
        if (await processes.isRunning(retentionWorkflowId(one.enrolmentId, one.version))) return false;
        return transact(order, (work) => beginRetentionAnew(work, one));
      });
      return { repaired, next };
    },

    endOrphanedRetentions: async (order) => {
      let repaired = 0;
      const endOrphans = async (running: readonly string[]): Promise<void> => {
        for (const workflowId of await transact(order, (work) => withoutDeadline(work, running))) {
          await processes.end(workflowId, 'no deadline stands');
          repaired += 1;
        }
      };
      let running: string[] = [];
      for await (const workflowId of processes.running(order.organisationId)) {
        running.push(workflowId);
        if (running.length < atOnce) continue;
        await endOrphans(running);
        running = [];
      }
      await endOrphans(running);
      return { repaired };
    },

    endInterests: eachOf(interestsToForget, forgetInterest),
    eraseWhoNeverEnrolled: eachOf(whoNeverEnrolled, eraseWhoNeverEnrolled),
    forgetMessages: eachOf(messagesOfNobody, forgetMessage),
    reportRepairs: (order) => transact(order, (work) => reportRepairs(work, order)),
  };
}

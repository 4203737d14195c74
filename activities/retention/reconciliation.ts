import { forgetInterest, interestsToForget } from '../../records/interests/no-contact';
import { atOnce, type Some } from '../../records/retention/in-batches';
import { forgetMessage, messagesOfNobody } from '../../records/retention/messages-of-nobody';
import {
  eraseWhoNeverEnrolled,
  openNoticeOfSilence,
  recordToldOfSilence,
  whoNeverEnrolled,
} from '../../records/retention/never-enrolled';
import type { RetentionTools } from '../../records/retention/notice';
import {
  beginRetentionAnew,
  dueSoon,
  reportRepairs,
  reviseDeadline,
  suspects,
  withoutDeadline,
} from '../../records/retention/reconcile';
import type { Work } from '../../records/work';
import { retentionWorkflowId } from '../../workflows/retention/contract';
import type { Batch, BatchOrder, ReconciliationActivities } from '../../workflows/retention-reconciliation/contract';
import { isNotForNow } from '../messaging/post';
import { createSender, type SenderDeps } from '../messaging/send-beside-cases';
import { transacting } from '../transact';
import type { RetentionProcesses } from './processes';

export interface ReconciliationDeps extends SenderDeps {
  readonly tools: RetentionTools;
  readonly processes: RetentionProcesses;
}

/** Each may take seconds, where a vendor is slow. */
const writtenToAtOnce = 10;

/** What the reconciliation does to the world. Each client is locked for a moment of their own, and no longer. */
export function createReconciliationActivities({
  tools,
  processes,
  ...deps
}: ReconciliationDeps): ReconciliationActivities {
  const transact = transacting(deps);
  const send = createSender(deps);
  const countOf = async <One>(all: Iterable<One>, repair: (one: One) => Promise<boolean>): Promise<number> => {
    let repaired = 0;
    for (const one of all) if (await repair(one)) repaired += 1;
    return repaired;
  };
  /** Some of them, found by their ids, each in a transaction of its own. */
  const eachOf =
    (
      find: (work: Work, after: string | null) => Promise<Some>,
      carryOut: (work: Work, id: string) => Promise<boolean>,
    ) =>
    async (order: BatchOrder): Promise<Batch> => {
      const { ids, next } = await transact(order, (work) => find(work, order.after));
      const repaired = await countOf(ids, (id) => transact(order, (work) => carryOut(work, id)));
      return { repaired, next };
    };

  /** `not-now`: no vendor takes a message to them today. They are told tomorrow, and keep nobody else waiting. */
  const tellOfSilence = async (order: BatchOrder, id: string): Promise<'told' | 'not-now' | 'nothing-to-tell'> => {
    try {
      const { opened } = await send(order, async (work) => {
        const outgoing = await openNoticeOfSilence(work, tools, id);
        return { outgoing: outgoing ?? [], isToTell: outgoing !== null };
      });
      if (!opened.isToTell) return 'nothing-to-tell';
      await transact(order, (work) => recordToldOfSilence(work, id));
      return 'told';
    } catch (error) {
      if (isNotForNow(error)) return 'not-now';
      throw error;
    }
  };

  return {
    reviseDeadlines: eachOf(suspects, reviseDeadline),

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
    tellWhoNeverEnrolled: async (order) => {
      const { ids, next } = await transact(order, (work) => whoNeverEnrolled(work, order.after));
      let written = 0;
      let repaired = 0;
      for (const id of ids) {
        const answer = await tellOfSilence(order, id);
        if (answer === 'told') repaired += 1;
        if (answer !== 'nothing-to-tell') written += 1;
        if (written === writtenToAtOnce) return { repaired, next: id };
      }
      return { repaired, next };
    },
    eraseWhoNeverEnrolled: eachOf(whoNeverEnrolled, eraseWhoNeverEnrolled),
    forgetMessages: eachOf(messagesOfNobody, forgetMessage),
    reportRepairs: (order) => transact(order, (work) => reportRepairs(work, order)),
  };
}

import { Context } from '@temporalio/activity';
import { giveUpSending, type MarketingTools, openBatch, openForClient } from '../../records/marketing/send-to-clients';
import { recordMarketingSent } from '../../records/marketing/vendor-opt-outs';
import type { Sent } from '../../records/urgent-care/dispatches';
import type { MarketingMessageActivities } from '../../workflows/marketing-message/contract';
import { createLease } from '../messaging/lease';
import { notForNow } from '../messaging/post';
import type { SenderDeps } from '../messaging/send-beside-cases';
import { transacting, transactingOfRun } from '../transact';
import type { Pace } from './pace';

export interface MarketingMessageDeps extends SenderDeps {
  readonly tools: MarketingTools;
  readonly pace: Pace;
}

/** A batch also ends when its lease does. */
const atMostInABatch = 100;

/** What a message to many does to the world. */
export function createMarketingMessageActivities({
  records,
  post,
  clock,
  tools,
  pace,
}: MarketingMessageDeps): MarketingMessageActivities {
  const transact = transacting({ records, clock });
  const transactOfRun = transactingOfRun({ records, clock });

  return {
    sendMarketingBatch: async (order) => {
      const { messageId } = order;
      const { attempt } = Context.current().info;
      const lease = createLease();
      const vendor = watch();
      const batch = await transactOfRun(order, (work) => openBatch(work, messageId, atMostInABatch));
      if (batch.kind !== 'goes-on') return batch;

      // One after another: whoever opts out between two of them is not written to.
      for (const clientId of batch.clientIds) {
        await pace.next();
        if (!lease.allowsSending() || vendor.isAway()) break;
        const opened = await transact(order, (work) => openForClient(work, tools, messageId, clientId));
        if (opened.kind === 'passed-by') continue;
        if (opened.kind !== 'to-send') return opened;
        const sent = await post.sendAll([opened.outgoing], lease);
        await transact(order, async (work) => {
          for (const one of sent) await recordMarketingSent(work, one);
        });
        vendor.saw(sent);
      }

      if (vendor.refusedForNow()) {
        if (vendor.isAway() || attempt < triesOfOne) throw notForNow(vendor.askAgainAfterMs(attempt));
        await transact(order, (work) => giveUpSending(work, messageId));
      }
      return { kind: 'went-on' };
    },
  };
}

/** How often a single message is tried that a vendor refuses for now while it takes others. */
const triesOfOne = 10;
const awayAfter = 2;
const longestWaitMs = 5 * 60_000;

/** What the vendors say in the course of a batch. Refused twice in a row, it is the vendor and no single message. */
function watch() {
  let inARow = 0;
  let refused = false;
  let askedToWaitMs = 0;
  return {
    saw: (sent: readonly Sent[]): void => {
      for (const { result } of sent) {
        const silent = result.kind === 'unknown';
        if (result.kind !== 'failed-temporary' && !silent) {
          inARow = 0;
          continue;
        }
        inARow += 1;
        // Silence is not tried again: nobody gets the same news twice.
        refused ||= !silent;
        if (result.kind === 'failed-temporary') askedToWaitMs = Math.max(askedToWaitMs, result.retryAfterMs ?? 0);
      }
    },
    isAway: (): boolean => inARow >= awayAfter,
    refusedForNow: (): boolean => refused || inARow >= awayAfter,
    /** A vendor that says when it may be asked is never asked before. Milliseconds. */
    askAgainAfterMs: (attempt: number): number =>
      Math.max(askedToWaitMs, Math.min(1_000 * 2 ** (attempt - 1), longestWaitMs)),
  };
}

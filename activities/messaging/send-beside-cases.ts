import { Context } from '@temporalio/activity';
import { tellIfClientWasNotReached } from '../../records/client-not-reached';
import type { Records } from '../../records/records';
import { type Arriving, mayArrive, type Outgoing, recordSent } from '../../records/urgent-care/dispatches';
import type { Work } from '../../records/work';
import type { Clock } from '../../runtime/clock';
import { type Order, transacting, transactingOfRun } from '../transact';
import { createLease } from './lease';
import { nextTryAfterMs, notForNow, type Post } from './post';

export interface SenderDeps {
  readonly records: Records;
  readonly post: Post;
  readonly clock: Clock;
}

interface ToSend {
  readonly outgoing: readonly Outgoing[];
}

/** What stands in the place of messages where there is nothing to do any more. */
interface Instead {
  readonly kind: 'overtaken';
}

/**
 * One activity for messages of no case: writes them ahead, sends them, records what came of them. Where the opening
 * answers something else than messages, that is all. What was opened has words in it: an activity answers with ids and
 * counts of it only.
 */
export function createSender({ records, post, clock }: SenderDeps) {
  const transact = transacting({ records, clock });
  const transactOfRun = transactingOfRun({ records, clock });

  return async <Opened extends ToSend | Instead>(
    order: Order,
    open: (work: Work) => Promise<Opened>,
  ): Promise<{ readonly opened: Opened; readonly arriving: readonly Arriving[] }> => {
    const lease = createLease();
    const opened = await transactOfRun(order, open);
    if (!isToSend(opened)) return { opened, arriving: [] };
    const sent = await post.sendAll(opened.outgoing, lease);
    const waitMs = nextTryAfterMs(sent, Context.current().info.attempt);
    const arriving = await transact(order, async (work) => {
      const all: Arriving[] = [];
      for (const one of sent) {
        const now = await recordSent(work, one);
        all.push(now);
        if (waitMs === null && !mayArrive(now)) await tellIfClientWasNotReached(work, one.id);
      }
      return all;
    });
    if (waitMs !== null) throw notForNow(waitMs);
    return { opened, arriving };
  };
}

const isToSend = (opened: ToSend | Instead): opened is ToSend => 'outgoing' in opened;

import {
  type MarketingMessageInput,
  marketingMessageQueue,
  marketingMessageWorkflow,
  marketingMessageWorkflowId,
} from '../../workflows/marketing-message/contract';
import { type BegunAnew, putInOutbox, startIsWaiting } from '../outbox';
import type { Work } from '../work';
import { lockMessage } from './message-row';

/** The process that carries a message to many out: it begins with the order, and anew if Temporal has lost it. */

/** @param again after a run of it has ended */
export async function startMessageProcess(
  work: Work,
  messageId: string,
  { again }: { readonly again: boolean } = { again: false },
): Promise<void> {
  const input: MarketingMessageInput = { messageId, organisationId: work.organisationId };
  await putInOutbox(work, marketingMessageWorkflowId(messageId), {
    kind: 'start',
    workflow: marketingMessageWorkflow,
    queue: marketingMessageQueue,
    input,
    again,
  });
}

/**
 * Temporal has no process for this message: it lost its data, or somebody ended the run by hand. It goes on with whom it
 * has not come to yet.
 * @returns 'closed' if it is over, 'waits-to-start' if its start is on its way already
 */
export async function beginMessageAnew(work: Work, id: string): Promise<BegunAnew> {
  const row = await lockMessage(work, id);
  if (row.endedAt !== null) return 'closed';
  if (await startIsWaiting(work, marketingMessageWorkflowId(id))) return 'waits-to-start';
  await startMessageProcess(work, id, { again: true });
  return 'begun-anew';
}

/** Those that were ordered longer than `olderThanMs` ago and are not over: each of them must have a process. */
export async function openMessagesOlderThan(work: Work, olderThanMs: number): Promise<readonly string[]> {
  const orderedAt = { lt: new Date(work.at.getTime() - olderThanMs) };
  const found = await work.db.marketingMessage.findMany({ where: { endedAt: null, orderedAt }, select: { id: true } });
  return found.map(({ id }) => id);
}

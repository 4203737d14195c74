import {
  type MessageStanding,
  marketingMessageWorkflowId,
  standingChanged,
} from '../../workflows/marketing-message/contract';
import { audit } from '../audit/record';
import { actorOf, type Caller } from '../caller';
import { conflict } from '../errors';
import { putInOutbox } from '../outbox';
import type { Work } from '../work';
import { lockMessage } from './message-row';

/** A message to many is paused, goes on, or is cancelled. contract.md §6 */

const steps = {
  pause: { from: ['sending'], to: 'paused', was: 'paused' },
  resume: { from: ['paused'], to: 'sending', was: 'resumed' },
  cancel: { from: ['sending', 'paused'], to: 'cancelled', was: 'cancelled' },
} as const satisfies Record<string, { from: readonly MessageStanding[]; to: MessageStanding; was: string }>;
export type StandingChange = keyof typeof steps;

/**
 * Pauses, resumes or cancels it. Whoever it has not come to when this commits gets nothing of it, or nothing for now.
 * Asked again, it answers the same.
 * @throws NotFound; Conflict for one that is over
 */
export async function changeStanding(
  work: Work,
  caller: Caller,
  id: string,
  step: StandingChange,
): Promise<{ readonly id: string; readonly status: MessageStanding }> {
  const actor = await actorOf(work, caller);
  const row = await lockMessage(work, id);
  const { from, to, was } = steps[step];
  if (row.standing === to) return { id, status: to };
  if (!(from as readonly MessageStanding[]).includes(row.standing)) throw over(row.standing);
  const ends = to === 'cancelled';
  await work.db.marketingMessage.update({ where: { id }, data: { standing: to, endedAt: ends ? work.at : null } });
  if (ends) await cancelWaiting(work, id);
  await putInOutbox(work, marketingMessageWorkflowId(id), {
    kind: 'signal',
    signal: standingChanged.name,
    argument: undefined,
  });
  await audit(work, { actor, action: `marketing-message.${was}` });
  return { id, status: to };
}

const over = (standing: MessageStanding) =>
  conflict('message-over', `This message is ${standing}: there is nothing to pause, resume or cancel any more.`);

/** Those that a vendor has refused for now and that wait to be tried again. */
async function cancelWaiting(work: Work, id: string): Promise<void> {
  await work.db.dispatch.updateMany({
    where: { marketingMessageId: id, status: 'failed-temporary', vendorId: null },
    data: { status: 'cancelled', statusAt: work.at },
  });
}

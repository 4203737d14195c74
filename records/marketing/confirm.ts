import { listConfirmed, marketingOptOutWorkflowId } from '../../workflows/marketing-opt-out/contract';
import type { ConfirmedHow } from '../../workflows/marketing-opt-out/words';
import { audit } from '../audit/record';
import { earlierOf, requireInThePast } from '../calendar/in-the-past';
import { invalidField } from '../errors';
import type { OptOut } from '../generated/client';
import { putInOutbox } from '../outbox';
import { type Actor, heedItself, type Work } from '../work';
import { lockOptOut } from './opt-out-row';

export interface ListConfirmation {
  readonly optOutId: string;
  readonly listId: string;
  /** When the list had it done. */
  readonly at: Date;
}

/**
 * A platform says that its list has it done. Said twice, the first word stands.
 * @throws NotFound; InvalidInput for a list that this opt-out does not wait for, for a time to come, or before its
 * receipt or before the list was told of it
 */
export async function confirmByPlatform(work: Work, actor: Actor, confirmation: ListConfirmation): Promise<void> {
  const { optOutId, listId, at } = confirmation;
  const optOut = await lockOptOut(work, optOutId);
  requireInThePast(work, at, { path: 'confirmedAt', detail: 'Nothing has been confirmed yet.' });
  if (at < optOut.receivedAt) throw invalidField('confirmedAt', 'lies before the opt-out was received');
  const awaited = await work.db.optOutList.findUnique({ where: { optOutId_listId: { optOutId, listId } } });
  if (!awaited) throw invalidField('list', 'is none of the lists that were told of this opt-out');
  // Told by a clock that is a little ahead of this one, it may confirm at once all the same.
  if (awaited.toldAt !== null && at < earlierOf(awaited.toldAt, work.at)) {
    throw invalidField('confirmedAt', 'lies before the list was told of the opt-out');
  }
  if (!(await confirm(work, optOut, { listId, at: earlierOf(at, work.at), how: 'platform' }))) return;
  await audit(work, { actor, action: 'marketing-list.confirmed' });
  await putInOutbox(work, marketingOptOutWorkflowId(optOutId), {
    kind: 'signal',
    signal: listConfirmed.name,
    argument: { listId },
  });
}

/** A list was asked, and has it. */
export async function confirmByReadingBack(work: Work, confirmation: ListConfirmation): Promise<void> {
  const { optOutId, listId, at } = confirmation;
  const optOut = await lockOptOut(work, optOutId);
  if (!(await confirm(work, optOut, { listId, at, how: 'read-back' }))) return;
  await audit(work, { actor: heedItself, action: 'marketing-list.confirmed' });
}

async function confirm(
  work: Work,
  { id: optOutId }: OptOut,
  { listId, at, how }: { readonly listId: string; readonly at: Date; readonly how: ConfirmedHow },
): Promise<boolean> {
  const { count } = await work.db.optOutList.updateMany({
    where: { optOutId, listId, confirmedAt: null },
    data: { confirmedAt: at, confirmedHow: how, confirmationRecordedAt: work.at },
  });
  return count > 0;
}

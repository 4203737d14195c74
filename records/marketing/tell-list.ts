import { notFound } from '../errors';
import type { Work } from '../work';
import { confirmByReadingBack } from './confirm';
import { type ListTarget, targetOf } from './lists';
import { dueAtOf, lockOptOut, type MarketingAddress, type OptOutWords } from './opt-out-row';

/** What a list is told of an opt-out, and how. */
export interface ToTell {
  readonly optOutId: string;
  readonly listId: string;
  readonly target: ListTarget;
  readonly addresses: readonly MarketingAddress[];
  readonly receivedAt: Date;
  readonly dueAt: Date;
  /** When it is told. */
  readonly at: Date;
}

interface WhichList {
  readonly optOutId: string;
  readonly listId: string;
}

/** What is left to tell this list; null if it has confirmed. @throws NotFound for a list that was never to be told */
export async function openTelling(work: Work, { optOutId, listId }: WhichList): Promise<ToTell | null> {
  const optOut = await lockOptOut(work, optOutId);
  const { sealed, receivedAt } = optOut;
  const awaited = await work.db.optOutList.findUnique({ where: { optOutId_listId: { optOutId, listId } } });
  if (!awaited) throw notFound('list of this opt-out');
  if (awaited.confirmedAt !== null || sealed === null) return null;
  const list = await work.db.marketingList.findUniqueOrThrow({ where: { id: listId } });
  const { addresses } = await work.open<OptOutWords>(optOutId, sealed);
  const target = await targetOf(work, list);
  return { optOutId, listId, target, addresses, receivedAt, dueAt: dueAtOf(optOut), at: work.at };
}

/** What came of it: `has-it` where the list was read back and has it. */
export type ListAnswer =
  | { readonly kind: 'has-it' }
  | { readonly kind: 'told' }
  /** because: a code, nothing personal */
  | { readonly kind: 'not-told'; readonly because: string };

/** @param at when it was told: a platform may have confirmed before this is recorded */
export async function settleTelling(
  work: Work,
  { optOutId, listId, at }: WhichList & { readonly at: Date },
  told: ListAnswer,
): Promise<void> {
  await lockOptOut(work, optOutId);
  if (told.kind === 'not-told') {
    const data = { lastFailure: told.because };
    await work.db.optOutList.update({ where: { optOutId_listId: { optOutId, listId } }, data });
    return;
  }
  await work.db.$executeRaw`
    UPDATE opt_out_lists
    SET told_at = coalesce(told_at, ${at}), times_told = times_told + 1, last_failure = NULL
    WHERE opt_out_id = ${optOutId}::uuid AND list_id = ${listId}::uuid`;
  if (told.kind === 'has-it') await confirmByReadingBack(work, { optOutId, listId, at: work.at });
}

/** Whether the list has confirmed by now, in whichever way. */
export async function hasConfirmed(work: Work, { optOutId, listId }: WhichList): Promise<boolean> {
  return (await work.db.optOutList.count({ where: { optOutId, listId, confirmedAt: { not: null } } })) > 0;
}

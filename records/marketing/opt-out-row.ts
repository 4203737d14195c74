import { optOutDueAt } from '../../workflows/marketing-opt-out/rules';
import type { MarketingChannel } from '../../workflows/marketing-opt-out/words';
import { notFound } from '../errors';
import type { OptOut, OptOutList } from '../generated/client';
import type { Work } from '../work';

/** An email address or a number, by which marketing reaches somebody. */
export interface MarketingAddress {
  readonly channel: MarketingChannel;
  readonly address: string;
}

/** The addresses that the lists are told, as they are sealed under the opt-out's own key. */
export interface OptOutWords {
  readonly addresses: readonly MarketingAddress[];
}

/** The opt-out with its row locked: what its lists confirm is recorded one after another. @throws NotFound */
export async function lockOptOut(work: Work, id: string): Promise<OptOut> {
  await work.db.$queryRaw`SELECT id FROM opt_outs WHERE id = ${id}::uuid FOR UPDATE`;
  // In a statement of its own: only now does it see what was committed while the lock was waited for.
  return readOptOutRow(work, id);
}

/** @throws NotFound for one that is not this organisation's */
export async function readOptOutRow(work: Work, id: string): Promise<OptOut> {
  const found = await work.db.optOut.findUnique({ where: { id } });
  if (!found) throw notFound('opt-out');
  if (found.clientId !== null) work.about.add(found.clientId);
  return found;
}

/** Until when every list has to confirm it: that follows from its receipt, and is kept nowhere. */
export const dueAtOf = ({ receivedAt }: Pick<OptOut, 'receivedAt'>): Date =>
  new Date(optOutDueAt(receivedAt.getTime()));

/** In the order in which the lists were added. */
export const listsOfOptOut = (work: Work, optOutId: string): Promise<OptOutList[]> =>
  work.db.optOutList.findMany({ where: { optOutId }, orderBy: { listId: 'asc' } });

import { type Caller, requireRole } from '../caller';
import type { Erasure } from '../generated/client';
import type { Work } from '../work';
import { readErasure } from './erase-category';

export interface ErasureView {
  readonly id: string;
  readonly requestedAt: string;
  /** `held`: what could go has gone; the receipt names what keeps the rest. */
  readonly status: 'under-way' | 'held' | 'done';
  /** As records/erasure/receipt.ts gives it; null until then. */
  readonly receipt: unknown;
}

/** @throws Forbidden; NotFound for an erasure that is not this organisation's */
export async function viewErasure(work: Work, caller: Caller, id: string): Promise<ErasureView> {
  requireRole(caller, 'dpo', 'admin');
  return viewOf(await readErasure(work, id));
}

/** Newest first; of one client, who need not be known any more, or of all. */
export async function listErasures(
  work: Work,
  caller: Caller,
  asked: { readonly clientId?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly ErasureView[]; readonly next: string | null }> {
  const { clientId, cursor, limit } = asked;
  requireRole(caller, 'dpo', 'admin');
  const rows = await work.db.erasure.findMany({
    where: { ...(clientId ? { clientId } : {}), ...(cursor ? { id: { lt: cursor } } : {}) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const items = rows.slice(0, limit).map(viewOf);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

function viewOf({ id, status, receipt, requestedAt }: Erasure): ErasureView {
  const isOver = status !== 'under-way';
  return {
    id,
    requestedAt: requestedAt.toISOString(),
    status: status as ErasureView['status'],
    receipt: isOver ? receipt : null,
  };
}

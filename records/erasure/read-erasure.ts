import { auditListRead, auditRead } from '../audit/reads';
import type { Caller } from '../caller';
import type { Erasure } from '../generated/client';
import type { Work } from '../work';
import { readErasure } from './erase-category';
import type { Receipt } from './receipt';

export interface ErasureView {
  readonly id: string;
  readonly requestedAt: string;
  /** `held`: what could go has gone; the receipt names what keeps the rest. */
  readonly status: 'under-way' | 'held' | 'done';
  /** null: it is under way. */
  readonly receipt: Receipt | null;
}

/** Every look is audited. @throws NotFound for an erasure that is not this organisation's */
export async function viewErasure(work: Work, caller: Caller, id: string): Promise<ErasureView> {
  const erasure = await readErasure(work, id);
  await auditRead(work, caller, { action: 'erasure.read', clientId: erasure.clientId });
  return viewOf(erasure);
}

/** Newest first; of one client, who need not be known any more, or of all. Every look is audited. */
export async function listErasures(
  work: Work,
  caller: Caller,
  asked: { readonly clientId?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly ErasureView[]; readonly next: string | null }> {
  const { clientId, cursor, limit } = asked;
  const rows = await work.db.erasure.findMany({
    where: { ...(clientId ? { clientId } : {}), ...(cursor ? { id: { lt: cursor } } : {}) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const shown = rows.slice(0, limit);
  await auditListRead(work, caller, 'erasures.read', shown);
  const items = shown.map(viewOf);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

function viewOf({ id, status, receipt, requestedAt }: Erasure): ErasureView {
  const isOver = status !== 'under-way';
  return {
    id,
    requestedAt: requestedAt.toISOString(),
    status: status as ErasureView['status'],
    receipt: isOver ? (receipt as Receipt | null) : null,
  };
}

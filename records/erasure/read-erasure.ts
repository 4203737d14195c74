import { type Caller, requireRole } from '../caller';
import type { Work } from '../work';
import { readErasure } from './erase-category';

export interface ErasureView {
  readonly id: string;
  /** `held`: what could go has gone; the receipt names what keeps the rest. */
  readonly status: 'under-way' | 'held' | 'done';
  /** As records/erasure/receipt.ts gives it; null until then. */
  readonly receipt: unknown;
}

/** @throws Forbidden; NotFound for an erasure that is not this organisation's */
export async function viewErasure(work: Work, caller: Caller, id: string): Promise<ErasureView> {
  requireRole(caller, 'dpo', 'admin');
  const { status, receipt } = await readErasure(work, id);
  const isOver = status !== 'under-way';
  return { id, status: status as ErasureView['status'], receipt: isOver ? receipt : null };
}

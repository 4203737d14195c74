import {
  type ErasureBasis,
  type ErasureInput,
  erasureQueue,
  erasureWorkflow,
  erasureWorkflowId,
} from '../../workflows/erasure/contract';
import { type RetentionCategory, retentionCategories } from '../../workflows/retention/words';
import { audit } from '../audit/record';
import { lockEvenIfErased } from '../clients/lock';
import type { Erasure } from '../generated/client';
import { newId } from '../ids';
import { type BegunAnew, putInOutbox, startIsWaiting } from '../outbox';
import { type Actor, heedItself, type Work } from '../work';
import { erasedOf } from './erased';

export interface ErasureToBegin {
  readonly clientId: string;
  readonly basis: ErasureBasis;
  readonly categories: readonly RetentionCategory[];
  /** Absent: Heed itself, at a deadline. */
  readonly requestedBy?: Actor & { readonly id: string };
  readonly reason?: string;
  /** At a deadline: from when that was counted. What stays for longer is counted from then too. */
  readonly countedFrom?: Date;
}

/**
 * Orders the erasure of these categories of a client's data. A client has one open erasure at most: what is ordered while
 * one is under way, or while a hold keeps some of it, joins it.
 * @throws NotFound for a client who is not this organisation's, or of whom nothing is left
 */
export async function beginErasure(
  work: Work,
  { clientId, basis, categories, requestedBy, reason, countedFrom }: ErasureToBegin,
): Promise<{ readonly id: string }> {
  await lockEvenIfErased(work, clientId);
  const by = requestedBy ?? heedItself;
  await audit(work, { actor: by, action: 'erasure.ordered', clientId, words: reason ?? basis });
  const open = await openErasureOf(work, clientId);
  if (open) {
    // Who asks explains why it comes before its deadline; the deadline explains nothing that somebody asked for.
    const order = requestedBy && open.requestedBy === null ? { basis, requestedBy: requestedBy.id } : {};
    await goOnWith(work, open, categories, { ...order, ...(countedFrom ? { countedFrom } : {}) });
    return { id: open.id };
  }
  const id = newId();
  await work.db.erasure.create({
    data: {
      id,
      organisationId: work.organisationId,
      clientId,
      basis,
      categories: inOrder(categories),
      status: 'under-way',
      requestedBy: by.id,
      requestedAt: work.at,
      countedFrom: countedFrom ?? null,
      sealed: reason === undefined ? null : await work.seal(clientId, { reason }),
    },
  });
  await startErasure(work, id, { again: false });
  return { id };
}

/** A hold was lifted, or a case has closed: what was kept from an erasure is tried again. */
export async function resumeErasures(work: Work, clientId: string): Promise<void> {
  await lockEvenIfErased(work, clientId);
  const open = await openErasureOf(work, clientId);
  if (open?.status === 'held') await goOnWith(work, open, [], {});
}

/**
 * As resumeErasures, if something that was kept is not held any more: whatever ended what held it did not say so. The
 * client's row must be locked.
 * @returns whether it goes on
 */
export async function resumeWhatNothingHolds(
  work: Work,
  clientId: string,
  held: ReadonlyMap<RetentionCategory, unknown>,
): Promise<boolean> {
  const open = await openErasureOf(work, clientId);
  if (open?.status !== 'held') return false;
  const gone = await erasedOf(work, open.id);
  const isFree = inOrder(open.categories).some((category) => !gone.includes(category) && !held.has(category));
  if (isFree) await goOnWith(work, open, [], {});
  return isFree;
}

/**
 * Temporal has no process for this erasure: it lost its data, or somebody ended the run by hand. What is done stays done.
 * @returns 'closed' if it is over, 'waits-to-start' if its start is on its way already
 */
export async function beginErasureAnew(work: Work, erasureId: string): Promise<BegunAnew> {
  const erasure = await work.db.erasure.findUnique({ where: { id: erasureId } });
  if (erasure?.status !== 'under-way') return 'closed';
  if (await startIsWaiting(work, erasureWorkflowId(erasureId))) return 'waits-to-start';
  await startErasure(work, erasureId, { again: true });
  return 'begun-anew';
}

/** Those that were ordered longer than `olderThanMs` ago and are under way: each of them must have a process. */
export async function openErasuresOlderThan(work: Work, olderThanMs: number): Promise<readonly string[]> {
  const requestedAt = { lt: new Date(work.at.getTime() - olderThanMs) };
  const found = await work.db.erasure.findMany({ where: { status: 'under-way', requestedAt }, select: { id: true } });
  return found.map(({ id }) => id);
}

const openErasureOf = (work: Work, clientId: string): Promise<Erasure | null> =>
  work.db.erasure.findFirst({ where: { clientId, status: { in: ['under-way', 'held'] } } });

async function goOnWith(
  work: Work,
  { id, status, categories }: Erasure,
  further: readonly RetentionCategory[],
  order: Partial<Pick<Erasure, 'basis' | 'requestedBy' | 'countedFrom'>>,
): Promise<void> {
  await work.db.erasure.update({
    where: { id },
    data: { ...order, categories: inOrder([...categories, ...further]), status: 'under-way', doneAt: null },
  });
  // One that is under way reads its order again before it is over.
  if (status === 'held') await startErasure(work, id, { again: true });
}

async function startErasure(work: Work, erasureId: string, { again }: { readonly again: boolean }): Promise<void> {
  const { organisationId } = work;
  const input: ErasureInput = { erasureId, organisationId };
  await putInOutbox(work, erasureWorkflowId(erasureId), {
    kind: 'start',
    workflow: erasureWorkflow,
    queue: erasureQueue,
    input,
    again,
  });
}

/** Each once, in the order of the domain's list. */
const inOrder = (categories: readonly string[]): RetentionCategory[] =>
  retentionCategories.filter((category) => categories.includes(category));

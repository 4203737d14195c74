import { marketingOptOutWorkflowId } from '../../workflows/marketing-opt-out/contract';
import { type BegunAnew, startIsWaiting } from '../outbox';
import type { Work } from '../work';
import { listsOfOptOut, lockOptOut } from './opt-out-row';
import { startOptOutProcess } from './opt-outs';

/**
 * Temporal has no process for this opt-out: it lost its data, or somebody ended the run by hand. One that is not complete
 * begins anew with the lists that have not confirmed; what was raised before is not raised again.
 * @returns 'closed' if it is complete, 'waits-to-start' if its start is on its way already
 */
export async function beginOptOutAnew(work: Work, optOutId: string): Promise<BegunAnew> {
  const { completedAt, receivedAt } = await lockOptOut(work, optOutId);
  if (completedAt !== null) return 'closed';
  if (await startIsWaiting(work, marketingOptOutWorkflowId(optOutId))) return 'waits-to-start';
  const lists = await listsOfOptOut(work, optOutId);
  const listIds = lists.filter(({ confirmedAt }) => confirmedAt === null).map(({ listId }) => listId);
  await startOptOutProcess(work, { id: optOutId, receivedAt, listIds }, { again: true });
  return 'begun-anew';
}

/** Those that were recorded longer than `olderThanMs` ago and are not complete: each of them must have a process. */
export async function openOptOutsOlderThan(work: Work, olderThanMs: number): Promise<readonly string[]> {
  const recordedAt = { lt: new Date(work.at.getTime() - olderThanMs) };
  const found = await work.db.optOut.findMany({ where: { completedAt: null, recordedAt }, select: { id: true } });
  return found.map(({ id }) => id);
}

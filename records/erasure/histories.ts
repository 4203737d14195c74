import type { Work } from '../work';

/** The processes whose histories an erasure deletes. They are written down with the deletion of the rows that led to them. */

/** One run of a process; `runId` empty: whichever the server has under this id. */
export interface HistoryToDelete {
  readonly workflowId: string;
  readonly runId: string;
}

/** Writes down every run on record of these processes, and each process by itself. */
export async function writeDownHistories(work: Work, erasureId: string, workflowIds: readonly string[]): Promise<void> {
  // A process that was found gone may have begun anew since.
  await work.db.erasureHistory.updateMany({
    where: { erasureId, workflowId: { in: [...workflowIds] }, runId: '' },
    data: { verifiedGoneAt: null },
  });
  const runs = await work.db.workflowRun.findMany({ where: { workflowId: { in: [...workflowIds] } } });
  await addHistories(work, erasureId, [
    ...workflowIds.map((workflowId) => ({ workflowId, runId: '' })),
    ...runs.map(({ workflowId, runId }) => ({ workflowId, runId })),
  ]);
}

export async function addHistories(
  work: Work,
  erasureId: string,
  histories: readonly HistoryToDelete[],
): Promise<void> {
  const { organisationId } = work;
  await work.db.erasureHistory.createMany({
    data: histories.map(({ workflowId, runId }) => ({ erasureId, organisationId, workflowId, runId })),
    skipDuplicates: true,
  });
}

/** Those that were not found gone yet. */
export const historiesLeft = (work: Work, erasureId: string): Promise<readonly HistoryToDelete[]> =>
  work.db.erasureHistory.findMany({
    where: { erasureId, verifiedGoneAt: null },
    select: { workflowId: true, runId: true },
    orderBy: [{ workflowId: 'asc' }, { runId: 'asc' }],
  });

export async function verifiedGone(
  work: Work,
  erasureId: string,
  { workflowId, runId }: HistoryToDelete,
): Promise<void> {
  await work.db.erasureHistory.update({
    where: { erasureId_workflowId_runId: { erasureId, workflowId, runId } },
    data: { verifiedGoneAt: work.at },
  });
}

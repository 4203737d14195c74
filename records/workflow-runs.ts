import type { Work } from './work';

/** Every run is remembered, so that it can be deleted when its record is erased. contract.md §3 */
export async function recordRun(work: Work, workflowId: string, runId: string): Promise<void> {
  const { organisationId } = work;
  await work.db.workflowRun.createMany({ data: [{ organisationId, workflowId, runId }], skipDuplicates: true });
}

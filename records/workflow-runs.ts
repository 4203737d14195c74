import type { Records } from './records';

/** Every run is remembered, so that it can be deleted when its record is erased. */
export async function recordRun(
  records: Records,
  organisationId: string,
  workflowId: string,
  runId: string,
): Promise<void> {
  await records.withOrganisation(organisationId, new Date(), ({ db }) =>
    db.workflowRun.createMany({ data: [{ organisationId, workflowId, runId }], skipDuplicates: true }),
  );
}

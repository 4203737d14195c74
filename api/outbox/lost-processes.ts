import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { organisationIds } from '../../records/directory';
import type { PendingMessage } from '../../records/outbox';
import { beginAnew, openCasesOlderThan } from '../../records/urgent-care/begin-anew';
import { caseIdOf, urgentCareWorkflow, urgentCareWorkflowId } from '../../workflows/urgent-care/contract';
import type { TellDeps } from './tell';

/** Temporal knows no process to tell: if the case is open, it has lost it, and the process begins anew. */
export const mendLostProcess = (
  { records, clock }: Pick<TellDeps, 'records' | 'clock'>,
  { organisationId, workflowId }: Pick<PendingMessage, 'organisationId' | 'workflowId'>,
): ReturnType<typeof beginAnew> =>
  records.withOrganisation(organisationId, clock(), (work) => beginAnew(work, caseIdOf(workflowId)));

/** Younger cases may still wait for their start to be delivered, or for the list of processes to show them. */
const settledAfterMs = 2 * 60_000;

/**
 * Looks whether every open case has its process, and lets one begin anew that has none. A process that waits for a
 * deadline hears of nothing: without this look nobody would notice that it is gone. Returns how many were begun anew.
 */
export const findLostProcesses = (deps: TellDeps): Promise<number> =>
  deps.client.withDeadline(Date.now() + lookWithinMs, () => look(deps));

/** A server that hangs must not hold up the end of this process. */
const lookWithinMs = 10_000;

async function look(deps: TellDeps): Promise<number> {
  const { records, client, clock, log } = deps;
  const running = new Set<string>();
  const query = `WorkflowType = '${urgentCareWorkflow}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query })) running.add(workflowId);

  let begunAnew = 0;
  for (const organisationId of await organisationIds(records)) {
    const open = await records.withOrganisation(organisationId, clock(), (work) =>
      openCasesOlderThan(work, settledAfterMs),
    );
    for (const workflowId of open.map(urgentCareWorkflowId)) {
      if (running.has(workflowId) || (await isRunning(client, workflowId))) continue;
      log.error({ workflowId }, 'an open case has no process: it begins anew');
      if ((await mendLostProcess(deps, { organisationId, workflowId })) === 'begun-anew') begunAnew += 1;
    }
  }
  return begunAnew;
}

/** The list lags behind; this does not. */
async function isRunning(client: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

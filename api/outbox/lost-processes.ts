import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { organisationIds } from '../../records/directory';
import { beginErasureAnew, openErasuresOlderThan } from '../../records/erasure/begin';
import { beginOptOutAnew, openOptOutsOlderThan } from '../../records/marketing/begin-anew';
import { beginMessageAnew, openMessagesOlderThan } from '../../records/marketing/message-process';
import type { BegunAnew, PendingMessage } from '../../records/outbox';
import { beginConversationAnew, openConcernsOlderThan } from '../../records/safety/process';
import { beginSignUpAnew, openSignUpsOlderThan } from '../../records/sign-up/begin-anew';
import { beginCaseAnew, openCasesOlderThan } from '../../records/urgent-care/begin-anew';
import type { Work } from '../../records/work';
import { erasureWorkflow, erasureWorkflowId } from '../../workflows/erasure/contract';
import { marketingMessageWorkflow, marketingMessageWorkflowId } from '../../workflows/marketing-message/contract';
import { marketingOptOutWorkflow, marketingOptOutWorkflowId } from '../../workflows/marketing-opt-out/contract';
import { safetyConversationWorkflow, safetyConversationWorkflowId } from '../../workflows/safety-conversation/contract';
import { signUpWorkflow, signUpWorkflowId } from '../../workflows/sign-up/contract';
import { urgentCareWorkflow, urgentCareWorkflowId } from '../../workflows/urgent-care/contract';
import type { TellDeps } from './tell';

/** A process that goes on as long as its record is open, and can begin anew from it. */
interface LastingProcess {
  readonly workflow: string;
  readonly workflowId: (id: string) => string;
  readonly openOlderThan: (work: Work, olderThanMs: number) => Promise<readonly string[]>;
  readonly beginAnew: (work: Work, id: string) => Promise<BegunAnew>;
}

const lastingProcesses: readonly LastingProcess[] = [
  {
    workflow: urgentCareWorkflow,
    workflowId: urgentCareWorkflowId,
    openOlderThan: openCasesOlderThan,
    beginAnew: beginCaseAnew,
  },
  {
    workflow: signUpWorkflow,
    workflowId: signUpWorkflowId,
    openOlderThan: openSignUpsOlderThan,
    beginAnew: beginSignUpAnew,
  },
  {
    workflow: safetyConversationWorkflow,
    workflowId: safetyConversationWorkflowId,
    openOlderThan: openConcernsOlderThan,
    beginAnew: beginConversationAnew,
  },
  {
    workflow: marketingOptOutWorkflow,
    workflowId: marketingOptOutWorkflowId,
    openOlderThan: openOptOutsOlderThan,
    beginAnew: beginOptOutAnew,
  },
  {
    workflow: erasureWorkflow,
    workflowId: erasureWorkflowId,
    openOlderThan: openErasuresOlderThan,
    beginAnew: beginErasureAnew,
  },
  {
    workflow: marketingMessageWorkflow,
    workflowId: marketingMessageWorkflowId,
    openOlderThan: openMessagesOlderThan,
    beginAnew: beginMessageAnew,
  },
];

/**
 * Temporal knows no process to tell: if its record is open, it has lost it, and the process begins anew. One of a kind
 * that ends by itself has nobody left to tell.
 */
export async function mendLostProcess(
  { records, clock }: Pick<TellDeps, 'records' | 'clock'>,
  { organisationId, workflowId }: Pick<PendingMessage, 'organisationId' | 'workflowId'>,
): Promise<BegunAnew> {
  for (const process of lastingProcesses) {
    const ids = process.workflowId('');
    if (!workflowId.startsWith(ids)) continue;
    return records.withOrganisation(organisationId, clock(), (work) =>
      process.beginAnew(work, workflowId.slice(ids.length)),
    );
  }
  return 'closed';
}

/** Younger ones may still wait for their start to be delivered, or for the list of processes to show them. */
const settledAfterMs = 2 * 60_000;

/**
 * Looks whether whatever is open has its process, and lets one begin anew that has none. A process that waits for a
 * deadline hears of nothing: without this look nobody would notice that it is gone. Returns how many were begun anew.
 */
export const findLostProcesses = (deps: TellDeps): Promise<number> =>
  deps.client.withDeadline(Date.now() + lookWithinMs, () => look(deps));

/** A server that hangs must not hold up the end of this process. */
const lookWithinMs = 10_000;

async function look(deps: TellDeps): Promise<number> {
  let begunAnew = 0;
  for (const process of lastingProcesses) begunAnew += await lookAmong(deps, process);
  return begunAnew;
}

async function lookAmong(
  deps: TellDeps,
  { workflow, workflowId: idOf, openOlderThan }: LastingProcess,
): Promise<number> {
  const { records, client, clock, log } = deps;
  const running = new Set<string>();
  const query = `WorkflowType = '${workflow}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query })) running.add(workflowId);

  let begunAnew = 0;
  for (const organisationId of await organisationIds(records)) {
    const open = await records.withOrganisation(organisationId, clock(), (work) => openOlderThan(work, settledAfterMs));
    for (const workflowId of open.map(idOf)) {
      if (running.has(workflowId) || (await isRunning(client, workflowId))) continue;
      log.error({ workflowId }, 'what is open has no process: it begins anew');
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

import type { UrgentCareInput } from '../../workflows/urgent-care/contract';
import { urgentCareQueue, urgentCareWorkflow, urgentCareWorkflowId } from '../../workflows/urgent-care/contract';
import { durationMs, type Policy, pinPolicy } from '../../workflows/urgent-care/policy';
import { type BegunAnew, putInOutbox, startIsWaiting } from '../outbox';
import { policyVersion } from '../policies';
import { heedItself, type Work } from '../work';
import { actsAfter } from './acts';
import { type CaseRow, lockCase } from './case-row';
import { chronicle } from './chronicle';
import { lastStepOf } from './dispatches';
import { notInformingOf } from './propose-not-informing';

/** Puts the start of a case's process in the outbox. */
export async function startProcess(
  work: Work,
  { id, immediacy, policy }: Pick<CaseRow, 'id' | 'immediacy'> & { readonly policy: Policy },
  resumed?: UrgentCareInput['resumed'],
): Promise<void> {
  const notInforming = await notInformingOf(work, id);
  const input: UrgentCareInput = {
    caseId: id,
    organisationId: work.organisationId,
    immediacy,
    policy: pinPolicy(policy),
    ...(notInforming ? { notInforming } : {}),
    ...(resumed ? { resumed } : {}),
  };
  await putInOutbox(work, urgentCareWorkflowId(id), {
    kind: 'start',
    workflow: urgentCareWorkflow,
    queue: urgentCareQueue,
    input,
    again: resumed !== undefined,
  });
}

/**
 * Temporal has no process for this case: it lost its data, or somebody ended the run by hand. An open case never ends
 * that way: its process begins anew from the record, with every act that was recorded. Whoever was written to and has
 * not answered may be written to once more; nobody is forgotten.
 * @returns 'closed' if the case is, 'waits-to-start' if its start is on its way already
 */
export async function beginCaseAnew(work: Work, caseId: string): Promise<BegunAnew> {
  const theCase = await lockCase(work, caseId);
  if (theCase.status === 'closed') return 'closed';
  if (await startIsWaiting(work, urgentCareWorkflowId(caseId))) return 'waits-to-start';

  const policy = await policyVersion(work, theCase.policyVersion);
  const text = 'The process of this case had been lost. It was begun anew from what is on record.';
  await chronicle(work, theCase, { actor: heedItself, kind: 'case.begun-anew', text });
  await startProcess(
    work,
    { ...theCase, policy },
    {
      stepsTaken: await lastStepOf(work, caseId),
      client: turnOf(theCase, policy),
      acts: await actsAfter(work, caseId, 0),
    },
  );
  return 'begun-anew';
}

/** A client who was asked is not asked again, unless they are about to be. */
function turnOf({ status, clientWindowEndsAt, immediacy }: CaseRow, { clientWindow }: Policy) {
  if (clientWindowEndsAt === null || status === 'informing-client') return null;
  const windowEndsAt = clientWindowEndsAt.getTime();
  return { askedAt: windowEndsAt - durationMs(clientWindow[immediacy]), windowEndsAt };
}

/** Open cases that are older than `olderThanMs`: each of them must have a process. */
export async function openCasesOlderThan(work: Work, olderThanMs: number): Promise<readonly string[]> {
  const openedAt = { lt: new Date(work.at.getTime() - olderThanMs) };
  const found = await work.db.case.findMany({ where: { status: { not: 'closed' }, openedAt }, select: { id: true } });
  return found.map(({ id }) => id);
}

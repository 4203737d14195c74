import {
  type SafetyConversationInput,
  safetyConversationQueue,
  safetyConversationWorkflow,
  safetyConversationWorkflowId,
  safetyStandingChanged,
} from '../../workflows/safety-conversation/contract';
import { durationMs } from '../../workflows/urgent-care/policy';
import type { Prisma, SafetyConcern } from '../generated/client';
import { type BegunAnew, putInOutbox, startIsWaiting } from '../outbox';
import { policyVersion } from '../policies';
import type { Work } from '../work';
import { lastStepUnder } from '../written-ahead';
import { lockConcern, standingOf } from './concern-row';

/** Puts the start of a concern's process in the outbox. @param again after a run of it has ended */
export async function startConversation(
  work: Work,
  concern: SafetyConcern,
  { again }: { readonly again: boolean } = { again: false },
): Promise<void> {
  const { decision, nobodyActing } = await policyVersion(work, concern.policyVersion);
  const input: SafetyConversationInput = {
    concernId: concern.id,
    organisationId: work.organisationId,
    windows: {
      remindAfterMs: durationMs(decision.remindAfter),
      nextPersonAfterMs: durationMs(decision.nextPersonAfter),
      pageEveryMs: durationMs(nobodyActing.pageEvery),
    },
    standing: standingOf(concern),
    ...(again ? { stepsTaken: await lastStepUnder(work, safetyConversationWorkflowId(concern.id)) } : {}),
  };
  await putInOutbox(work, safetyConversationWorkflowId(concern.id), {
    kind: 'start',
    workflow: safetyConversationWorkflow,
    queue: safetyConversationQueue,
    input,
    again,
  });
}

/** Changes an open concern, whose client's row is locked, and has its process told. */
export async function changeConcern(
  work: Work,
  { id }: Pick<SafetyConcern, 'id'>,
  data: Omit<Prisma.SafetyConcernUncheckedUpdateInput, 'changes'>,
): Promise<SafetyConcern> {
  const changed = await work.db.safetyConcern.update({ where: { id }, data: { ...data, changes: { increment: 1 } } });
  await putInOutbox(work, safetyConversationWorkflowId(id), {
    kind: 'signal',
    signal: safetyStandingChanged.name,
    argument: standingOf(changed),
  });
  return changed;
}

/**
 * Temporal has no process for this concern: it lost its data, or somebody ended the run by hand. One that nobody has
 * judged begins anew, and whose turn it is first is paged once more.
 * @returns 'closed' if it was judged, 'waits-to-start' if its start is on its way already
 */
export async function beginConversationAnew(work: Work, concernId: string): Promise<BegunAnew> {
  const concern = await lockConcern(work, concernId);
  if (concern.judgedAt !== null) return 'closed';
  if (await startIsWaiting(work, safetyConversationWorkflowId(concernId))) return 'waits-to-start';
  await startConversation(work, concern, { again: true });
  return 'begun-anew';
}

/** Those that were raised longer than `olderThanMs` ago and not judged: each of them must have a process. */
export async function openConcernsOlderThan(work: Work, olderThanMs: number): Promise<readonly string[]> {
  const raisedAt = { lt: new Date(work.at.getTime() - olderThanMs) };
  const found = await work.db.safetyConcern.findMany({ where: { judgedAt: null, raisedAt }, select: { id: true } });
  return found.map(({ id }) => id);
}

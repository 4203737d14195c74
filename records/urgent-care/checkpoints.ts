import type { CheckpointKind } from '../../workflows/urgent-care/words';
import { newId } from '../ids';
import { tiersOfTheRota } from '../rota/rota';
import type { Work } from '../work';

/** `system`: Heed itself goes on at its time. */
export const waitedFor = ['client', 'owner', ...tiersOfTheRota, 'dpo', 'system'] as const;
export type WaitedFor = (typeof waitedFor)[number];

export interface CheckpointFacts {
  readonly kind: CheckpointKind;
  readonly role: WaitedFor;
  readonly staffId: string | null;
  readonly dueAt: Date | null;
  /** What is to be approved. */
  readonly decisionId?: string;
}

/** Opens a checkpoint, or moves the open one of its kind on to who is asked now. */
export async function openCheckpoint(work: Work, caseId: string, facts: CheckpointFacts): Promise<void> {
  const { kind, role, staffId, dueAt, decisionId = null } = facts;
  const moved = await work.db.checkpoint.updateMany({
    where: { caseId, kind, closedAt: null },
    data: { role, staffId, dueAt, decisionId },
  });
  if (moved.count > 0) return;
  const { organisationId } = work;
  await work.db.checkpoint.create({
    data: { id: newId(), organisationId, caseId, kind, role, staffId, openedAt: work.at, dueAt, decisionId },
  });
}

/** Closes all but these kinds: what the client asked for, for one, is not done by a decision. */
export async function closeOtherCheckpoints(
  work: Work,
  caseId: string,
  ...kept: readonly CheckpointKind[]
): Promise<void> {
  await work.db.checkpoint.updateMany({
    where: { caseId, closedAt: null, kind: { notIn: [...kept] } },
    data: { closedAt: work.at },
  });
}

/** Closes the open checkpoints of these kinds; of every kind if none is named. */
export async function closeCheckpoints(work: Work, caseId: string, ...kinds: readonly CheckpointKind[]): Promise<void> {
  await work.db.checkpoint.updateMany({
    where: { caseId, closedAt: null, ...(kinds.length > 0 ? { kind: { in: [...kinds] } } : {}) },
    data: { closedAt: work.at },
  });
}

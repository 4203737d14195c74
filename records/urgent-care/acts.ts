import type { Act, WhatHappened } from '../../workflows/urgent-care/contract';
import { actRecorded, urgentCareWorkflowId } from '../../workflows/urgent-care/contract';
import type { Prisma } from '../generated/client';
import { newId } from '../ids';
import { putInOutbox } from '../outbox';
import type { Work } from '../work';

/**
 * Records an act in the case's one order and puts the signal for its workflow in the outbox. The client's row must be
 * locked: the order of `seq` is the order of commit.
 */
export async function recordAct(work: Work, caseId: string, what: WhatHappened): Promise<void> {
  const { actCount: seq } = await work.db.case.update({
    where: { id: caseId },
    data: { actCount: { increment: 1 } },
    select: { actCount: true },
  });
  const act: Act = { id: newId(), seq, at: work.at.getTime(), ...what };
  await work.db.caseAct.create({
    data: {
      id: act.id,
      organisationId: work.organisationId,
      caseId,
      seq,
      at: work.at,
      what: what as unknown as Prisma.InputJsonValue,
    },
  });
  await putInOutbox(work, urgentCareWorkflowId(caseId), { kind: 'signal', signal: actRecorded.name, argument: act });
}

/** Acts that committed after the last one that the workflow knows. */
export async function actsAfter(work: Work, caseId: string, seen: number): Promise<readonly Act[]> {
  const acts = await work.db.caseAct.findMany({ where: { caseId, seq: { gt: seen } }, orderBy: { seq: 'asc' } });
  return acts.map(({ id, seq, at, what }) => ({
    id,
    seq,
    at: at.getTime(),
    ...(what as unknown as WhatHappened),
  }));
}

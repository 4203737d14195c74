import { assertNever } from '../../../workflows/shared/assert-never';
import type { Overtaken, StepOrder, TaskOrder } from '../../../workflows/urgent-care/contract';
import { staffMember, staffWithRole } from '../../people';
import type { Work } from '../../work';
import type { CaseRow } from '../case-row';
import { openHandover } from '../handovers';
import { proposersOf } from '../override-review';
import { openPage, type RotaMember, whoseTurn } from './page-staff';
import type { OpenedStep, StepTools } from './step';

/** Asks whose turn it is for what the case is owed beside its story. domain.md §3.11 */
export const openAskForTask = (work: Work, tools: StepTools, order: TaskOrder): Promise<OpenedStep | Overtaken> =>
  openPage(work, tools, order, async (theCase) => ({
    asks: order.task,
    to: [await whoseTask(work, theCase, order)],
    checkpoint: { kind: order.task, dueAt: order.nextPersonAt },
  }));

/** Asks the one to whom the case is offered. Nobody, if they have answered meanwhile. */
export const openOfferHandover = (work: Work, tools: StepTools, order: StepOrder): Promise<OpenedStep | Overtaken> =>
  openPage(work, tools, order, async (theCase) => {
    const offer = await openHandover(work, theCase.id);
    return { asks: 'handover', to: offer ? [await staffMember(work, offer.toId)] : [] };
  });

function whoseTask(work: Work, theCase: CaseRow, { task, rung }: TaskOrder): Promise<RotaMember> {
  switch (task) {
    case 'override-review':
      return reviewer(work, theCase, rung);
    case 'call-back':
    case 'tell-client':
    case 'ask-client':
      return whoseTurn(work, theCase, rung);
    default:
      return assertNever(task);
  }
}

/** A supervisor who did not propose the override; where there is no other, the DPO. */
async function reviewer(work: Work, theCase: CaseRow, rung: number): Promise<RotaMember> {
  const proposers = await proposersOf(work, theCase.id);
  const supervisors = (await staffWithRole(work, 'supervisor')).filter(({ id }) => !proposers.includes(id));
  const reviewers = supervisors.length > 0 ? supervisors : await staffWithRole(work, 'dpo');
  const turn = reviewers[rung % Math.max(reviewers.length, 1)];
  return turn ? { ...turn, askedAs: 'supervisor' } : whoseTurn(work, theCase, rung);
}

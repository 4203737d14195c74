import type { ApprovalOrder, Overtaken, ProposalOrder } from '../../../workflows/urgent-care/contract';
import { staffMember } from '../../people';
import type { Work } from '../../work';
import { type CaseRow, isDecided } from '../case-row';
import { approversOf, findProposal, type Proposal } from '../proposals';
import { openPage, type RotaMember, whoseTurn } from './page-staff';
import type { OpenedStep, StepTools } from './step';

type Opened = Promise<OpenedStep | Overtaken>;

/** Asks the next who may approve: with the role, never the proposer, and round again. domain.md §3.5 */
export const openAskForApproval = (work: Work, tools: StepTools, order: ApprovalOrder): Opened =>
  openPage(work, tools, order, async (theCase) => {
    const proposal = await proposalOf(work, order);
    const next = await whoseAnswer(work, theCase, proposal, order.rung);
    await rememberAsked(work, proposal, next.id);
    return {
      asks: 'approval',
      to: [next],
      ...(isDecided(theCase) ? {} : { status: 'awaiting-approval' }),
      checkpoint: { kind: 'second-approval', dueAt: order.nextPersonAt, decisionId: order.decisionId },
    };
  });

/** Where nobody else has the role, the rota hears of it: a proposal that nobody can answer is not left to itself. */
async function whoseAnswer(work: Work, theCase: CaseRow, proposal: Proposal, rung: number): Promise<RotaMember> {
  const approvers = await approversOf(work, proposal);
  const next = approvers[rung % Math.max(approvers.length, 1)];
  return next ? { ...next, askedAs: proposal.approver } : whoseTurn(work, theCase, rung);
}

/** The window is over and it is immediate: the proposer hears that they may go ahead. */
export const openTellProposerTheyMayProceed = (work: Work, tools: StepTools, order: ProposalOrder): Opened =>
  openPage(work, tools, order, async () => {
    const { proposedById } = await proposalOf(work, order);
    return { asks: 'may-proceed', to: await membersOf(work, [proposedById], 'owner') };
  });

/** Everyone who was asked in vain hears that it went ahead; the reason is on the case. */
export const openTellSkippedApprovers = (work: Work, tools: StepTools, order: ProposalOrder): Opened =>
  openPage(work, tools, order, async () => {
    const { askedIds, approver } = await proposalOf(work, order);
    return { asks: 'unapproved', to: await membersOf(work, askedIds, approver) };
  });

async function proposalOf(work: Work, { caseId, decisionId }: ProposalOrder): Promise<Proposal> {
  const proposal = await findProposal(work, caseId, decisionId);
  if (!proposal) throw new Error('The workflow asks for the approval of a proposal that is not on record.');
  return proposal;
}

/** Once, however often they are asked and the step is tried. */
async function rememberAsked(work: Work, { decisionId, askedIds }: Proposal, staffId: string): Promise<void> {
  if (askedIds.includes(staffId)) return;
  await work.db.proposal.update({ where: { decisionId }, data: { askedIds: { push: staffId } } });
}

const membersOf = (work: Work, ids: readonly string[], askedAs: RotaMember['askedAs']): Promise<RotaMember[]> =>
  Promise.all(ids.map(async (id) => ({ ...(await staffMember(work, id)), askedAs })));

import type { ClientAnswer, JudgedFacts } from '../../workflows/urgent-care/mandate-facts';
import { durationMs } from '../../workflows/urgent-care/policy';
import type { RecipientName, Tier } from '../../workflows/urgent-care/words';
import type { Prisma } from '../generated/client';
import { type StaffMember, staffWithRole } from '../people';
import { policyVersion } from '../policies';
import { everyoneOnDuty } from '../rota/on-duty';
import { heedItself, type Work } from '../work';
import { recordAct } from './acts';
import { type CaseRow, setStatus } from './case-row';
import { closeCheckpoints, openCheckpoint } from './checkpoints';
import { chronicle } from './chronicle';
import { judge } from './consents';
import { openDecision } from './open-decision';
import { planOfCase } from './plan-of-case';

/** A decision that waits for a second person: an override, or not to inform the client first. domain.md §3.5 */
export interface Proposal {
  readonly decisionId: string;
  readonly what: 'override' | 'not-informing';
  readonly approver: 'supervisor' | 'dpo';
  readonly row: number | null;
  readonly disclosures: readonly ProposedOn[];
  readonly proposedById: string;
  readonly proposedAt: Date;
  readonly askedIds: readonly string[];
  readonly standing: 'awaiting' | 'approved' | 'declined' | 'fallen' | 'proceeded';
  readonly sealed: Uint8Array;
  /** null, all three: nobody has answered. */
  readonly answeredById: string | null;
  readonly answeredAt: Date | null;
  readonly answerSealed: Uint8Array | null;
}

/** One disclosure, and what the client had said of it when it was proposed. */
interface ProposedOn {
  readonly recipient: RecipientName;
  readonly tier: Tier;
  readonly answer: ClientAnswer;
}

/** What is sealed of an override: what a person judged, and why nothing less would do. */
export interface OverrideWords {
  readonly facts: JudgedFacts;
  readonly alternativesConsidered: string;
  readonly reason: string;
}

export async function awaitingProposal(work: Work, caseId: string): Promise<Proposal | null> {
  return (await work.db.proposal.findFirst({ where: { caseId, standing: 'awaiting' } })) as Proposal | null;
}

export async function findProposal(work: Work, caseId: string, decisionId: string): Promise<Proposal | null> {
  return (await work.db.proposal.findFirst({ where: { caseId, decisionId } })) as Proposal | null;
}

export type NewProposal = Pick<Proposal, 'decisionId' | 'what' | 'approver' | 'row' | 'disclosures'> & {
  readonly words: OverrideWords | { readonly reason: string };
};

/** Writes the proposal and asks the first who may answer it, in the record: pages show it while Temporal is away. */
export async function writeProposal(
  work: Work,
  theCase: CaseRow,
  proposedById: string,
  { words, disclosures, ...proposal }: NewProposal,
): Promise<void> {
  await work.db.proposal.create({
    data: {
      ...proposal,
      organisationId: work.organisationId,
      caseId: theCase.id,
      disclosures: disclosures as unknown as Prisma.InputJsonValue,
      proposedById,
      proposedAt: work.at,
      askedIds: [],
      standing: 'awaiting',
      sealed: await work.seal(theCase.clientId, words),
    },
  });
  const [first] = await approversOf(work, { approver: proposal.approver, proposedById });
  const { secondApproval } = await policyVersion(work, theCase.policyVersion);
  await openCheckpoint(work, theCase.id, {
    kind: 'second-approval',
    role: proposal.approver,
    staffId: first?.id ?? null,
    dueAt: new Date(work.at.getTime() + durationMs(secondApproval.nextSupervisorAfter)),
    decisionId: proposal.decisionId,
  });
}

/** Everyone who may answer: with the role, who is on duty first, and never the proposer. */
export async function approversOf(
  work: Work,
  { approver, proposedById }: Pick<Proposal, 'approver' | 'proposedById'>,
): Promise<readonly StaffMember[]> {
  const all = await staffWithRole(work, approver);
  const onDuty = (await everyoneOnDuty(work)).filter(({ id }) => all.some((one) => one.id === id));
  const others = all.filter(({ id }) => !onDuty.some((one) => one.id === id));
  return [...onDuty, ...others].filter(({ id }) => id !== proposedById);
}

/** What a person judged when they proposed the override that this decision was. */
export async function judgedFor(work: Work, { clientId, id }: CaseRow, decisionId: string): Promise<JudgedFacts> {
  const { sealed } = await work.db.proposal.findFirstOrThrow({ where: { caseId: id, decisionId } });
  return (await work.open<OverrideWords>(clientId, sealed)).facts;
}

export interface SecondAnswer {
  readonly standing: 'approved' | 'declined' | 'proceeded';
  readonly byId: string;
  readonly reason: string;
}

export async function settleProposal(
  work: Work,
  theCase: CaseRow,
  { decisionId }: Proposal,
  { standing, byId, reason }: SecondAnswer,
): Promise<void> {
  await work.db.proposal.update({
    where: { decisionId },
    data: {
      standing,
      answeredById: byId,
      answeredAt: work.at,
      answerSealed: await work.seal(theCase.clientId, { reason }),
    },
  });
  await closeCheckpoints(work, theCase.id, 'second-approval');
}

/** What was decided or ended meanwhile leaves nothing to approve. */
export async function dropProposal(work: Work, caseId: string): Promise<void> {
  await work.db.proposal.updateMany({ where: { caseId, standing: 'awaiting' }, data: { standing: 'fallen' } });
  await closeCheckpoints(work, caseId, 'second-approval');
}

/**
 * A proposal falls when the client's word that it rests on has changed: it goes back to the decision, and whoever decides
 * reads why. The client's row must be locked.
 */
export async function fallIfTheClientSpoke(work: Work, theCase: CaseRow): Promise<void> {
  const proposal = await awaitingProposal(work, theCase.id);
  if (!proposal || !(await restsOnOtherWords(work, theCase, proposal))) return;
  await dropProposal(work, theCase.id);
  const text = 'What waited for a second approval fell: the client has said something else since. It is decided anew.';
  await chronicle(work, theCase, { actor: heedItself, kind: 'proposal.fell', text });
  await recordAct(work, theCase.id, { kind: 'proposal-fell', decisionId: proposal.decisionId });
  await backToDecision(work, theCase);
}

async function restsOnOtherWords(work: Work, theCase: CaseRow, { what, disclosures }: Proposal): Promise<boolean> {
  // Who has answered need not be kept in the dark any more.
  if (what === 'not-informing') return true;
  const plan = await planOfCase(work, theCase);
  for (const { recipient, tier, answer } of disclosures) {
    const { facts } = await judge(work, theCase, plan, recipient, tier);
    if (facts.answer !== answer) return true;
  }
  return false;
}

/** What was decided before goes on; otherwise the owner is asked. */
export async function backToDecision(work: Work, theCase: CaseRow): Promise<void> {
  if (theCase.status === 'awaiting-approval') await openDecision(work, theCase);
}

/** A decision that stood falls away, and with it what was proposed on top of it. */
export async function decideAnew(work: Work, theCase: CaseRow): Promise<void> {
  await dropProposal(work, theCase.id);
  await openDecision(work, theCase);
}

/** While a second person is asked nothing else is asked, unless a decision is being carried out already. */
export async function awaitApproval(work: Work, theCase: CaseRow): Promise<void> {
  await setStatus(work, theCase, 'awaiting-approval');
  await closeCheckpoints(work, theCase.id, 'client-consent', 'decision');
}

import type { JudgedFacts } from '../../workflows/urgent-care/mandate-facts';
import { auditRead } from '../audit/reads';
import type { Caller } from '../caller';
import { notFound } from '../errors';
import { findStaffMember, whoHasLeft } from '../people';
import type { Work } from '../work';
import { requireReader } from './access';
import { readCaseRow } from './case-row';
import { findProposal, type OverrideWords, type Proposal } from './proposals';

/** What a second person reads before they answer. */
export interface ProposalView
  extends Pick<Proposal, 'decisionId' | 'what' | 'approver' | 'row' | 'standing' | 'disclosures'> {
  readonly proposedBy: { readonly id: string; readonly name: string };
  readonly proposedAt: Date;
  readonly reason: string;
  /** Whoever came first, and what they said; null: nobody has answered. */
  readonly answered: { readonly by: string; readonly at: Date; readonly reason: string } | null;
  /** Of an override only, as is what its row rests on. */
  readonly alternativesConsidered: string | null;
  readonly facts: JudgedFacts | null;
}

/** Every look is audited. @throws NotFound, Forbidden */
export async function readProposal(
  work: Work,
  caller: Caller,
  caseId: string,
  decisionId: string,
): Promise<ProposalView> {
  const theCase = await readCaseRow(work, caseId);
  await requireReader(work, theCase, caller);
  const proposal = await findProposal(work, caseId, decisionId);
  if (!proposal) throw notFound('proposal');
  await auditRead(work, caller, { action: 'proposal.read', clientId: theCase.clientId, caseId });
  const { what, approver, row, standing, disclosures, proposedById, proposedAt, sealed } = proposal;
  const words = await work.open<Partial<OverrideWords> & { readonly reason: string }>(theCase.clientId, sealed);
  const by = await findStaffMember(work, proposedById);
  return {
    decisionId,
    what,
    approver,
    row,
    standing,
    disclosures,
    proposedBy: { id: proposedById, name: by?.name ?? whoHasLeft },
    proposedAt,
    reason: words.reason,
    answered: await answerTo(work, theCase.clientId, proposal),
    alternativesConsidered: words.alternativesConsidered ?? null,
    facts: words.facts ?? null,
  };
}

async function answerTo(
  work: Work,
  clientId: string,
  { answeredById, answeredAt: at, answerSealed }: Proposal,
): Promise<ProposalView['answered']> {
  if (answeredById === null || at === null || answerSealed === null) return null;
  const by = await findStaffMember(work, answeredById);
  return { by: by?.name ?? whoHasLeft, at, ...(await work.open<{ reason: string }>(clientId, answerSealed)) };
}

import { durationMs } from '../../workflows/urgent-care/policy';
import type { Caller } from '../caller';
import { policyVersion } from '../policies';
import type { Work } from '../work';
import type { CaseRow } from './case-row';
import { awaitingProposal, type Proposal } from './proposals';

/** Whether and when a proposer may go ahead although nobody has approved it. domain.md §3.5 */

/** For `immediate` only, never where the client refused, and never what the DPO must release. */
export const mayProceedUnapproved = (
  { immediacy }: Pick<CaseRow, 'immediacy'>,
  { what, approver, disclosures }: Pick<Proposal, 'what' | 'approver' | 'disclosures'>,
): boolean =>
  immediacy === 'immediate' &&
  what === 'override' &&
  approver === 'supervisor' &&
  disclosures.every(({ answer }) => answer !== 'refused');

/** When the window for an approval ends, by the policy that the case keeps. */
export async function mayProceedFrom(
  work: Work,
  { policyVersion: version }: CaseRow,
  { proposedAt }: Pick<Proposal, 'proposedAt'>,
): Promise<Date> {
  const { secondApproval } = await policyVersion(work, version);
  return new Date(proposedAt.getTime() + durationMs(secondApproval.immediateMayProceedAfter));
}

/** What its proposer may go ahead with unapproved, and from when on. */
export interface Unapproved {
  readonly decisionId: string;
  readonly from: Date;
}

/** What waits in this case for its approval, and is the caller's to go ahead with; null: nothing is. */
export async function unapprovedOf(work: Work, theCase: CaseRow, caller: Caller): Promise<Unapproved | null> {
  const proposal = await awaitingProposal(work, theCase.id);
  if (proposal?.proposedById !== caller.credential || !mayProceedUnapproved(theCase, proposal)) return null;
  return { decisionId: proposal.decisionId, from: await mayProceedFrom(work, theCase, proposal) };
}

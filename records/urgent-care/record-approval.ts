import type { RecipientName } from '../../workflows/urgent-care/words';
import { type Caller, requireRole, staffActorOf } from '../caller';
import { conflict, forbidden, invalidInput } from '../errors';
import type { Actor, Work } from '../work';
import { recordAct } from './acts';
import { type CaseRow, lockCase, setStatus } from './case-row';
import { closeOtherCheckpoints } from './checkpoints';
import { chronicle } from './chronicle';
import { judge } from './consents';
import { requireNotEnded } from './decidable';
import { labelled } from './labels';
import { recordMandate } from './mandates';
import { openDecision } from './open-decision';
import { planOfCase } from './plan-of-case';
import { backToDecision, findProposal, judgedFor, type Proposal, settleProposal } from './proposals';
import { rulingOnRow } from './propose-override';
import { mayProceedFrom, mayProceedUnapproved } from './unapproved';

export interface ApprovalInput {
  readonly decisionId: string;
  readonly answer: 'approve' | 'decline';
  readonly reason: string;
}

type StaffActor = Actor & { readonly id: string };

/** The second person's word on a proposal; never the proposer's own. domain.md §3.5 */
export async function recordApproval(work: Work, caller: Caller, caseId: string, given: ApprovalInput): Promise<void> {
  const theCase = await lockCase(work, caseId);
  // Who proposed it hears this reason first.
  if ((await findProposal(work, caseId, given.decisionId))?.proposedById === caller.credential) {
    throw forbidden('You proposed this yourself: a second person must answer it.');
  }
  requireNotEnded(theCase);
  const proposal = await requireAwaiting(work, caseId, given.decisionId);
  requireRole(caller, proposal.approver);
  const actor = await staffActorOf(work, caller);
  if (given.answer === 'approve') await approve(work, theCase, actor, proposal, given.reason);
  else await decline(work, theCase, actor, proposal, given.reason);
}

async function requireAwaiting(work: Work, caseId: string, decisionId: string): Promise<Proposal> {
  const proposal = await findProposal(work, caseId, decisionId);
  if (proposal?.standing === 'awaiting') return proposal;
  const state = proposal ? `was ${standingWords[proposal.standing]}` : 'is not known in this case';
  throw conflict('nothing-awaited', `No approval is awaited for ${decisionId}: it ${state}.`, { decisionId });
}

const standingWords: Readonly<Record<Proposal['standing'], string>> = {
  awaiting: 'proposed',
  approved: 'approved already',
  declined: 'declined already',
  fallen: 'overtaken by what was said or decided since',
  proceeded: 'carried out unapproved already',
};

async function approve(
  work: Work,
  theCase: CaseRow,
  actor: StaffActor,
  proposal: Proposal,
  reason: string,
): Promise<void> {
  const { decisionId, what } = proposal;
  await settleProposal(work, theCase, proposal, { standing: 'approved', byId: actor.id, reason });
  if (what === 'not-informing') {
    const text = `Approved that the client is not told first: ${reason}`;
    await chronicle(work, theCase, { actor, kind: 'not-informing.approved', text });
    await openDecision(work, theCase);
    await recordAct(work, theCase.id, { kind: 'not-informing-approved', decisionId });
    return;
  }
  const recipients = await putInForce(work, theCase, proposal);
  const text = `Approved that ${labelled(recipients)} may be told on row ${proposal.row}: ${reason}`;
  await chronicle(work, theCase, { actor, kind: 'override.approved', text });
  await recordAct(work, theCase.id, { kind: 'override-approved', decisionId, recipients });
}

async function decline(
  work: Work,
  theCase: CaseRow,
  actor: StaffActor,
  proposal: Proposal,
  reason: string,
): Promise<void> {
  const { decisionId, what } = proposal;
  await settleProposal(work, theCase, proposal, { standing: 'declined', byId: actor.id, reason });
  if (what === 'not-informing') {
    const text = `Declined: the client is told first, as always. ${reason}`;
    await chronicle(work, theCase, { actor, kind: 'not-informing.declined', text });
    await setStatus(work, theCase, 'informing-client');
    await recordAct(work, theCase.id, { kind: 'not-informing-declined', decisionId });
    return;
  }
  await chronicle(work, theCase, { actor, kind: 'override.declined', text: `Declined the override: ${reason}` });
  await backToDecision(work, theCase);
  await recordAct(work, theCase.id, { kind: 'override-declined', decisionId });
}

/**
 * Gives each of the proposal's disclosures its mandate, on the facts as they are at this moment.
 * @throws Conflict if its row does not carry one of them any more
 */
async function putInForce(work: Work, theCase: CaseRow, proposal: Proposal): Promise<readonly RecipientName[]> {
  const { decisionId, row, disclosures } = proposal;
  const plan = await planOfCase(work, theCase);
  const judged = await judgedFor(work, theCase, decisionId);
  for (const { recipient, tier } of disclosures) {
    const disclosure = await judge(work, theCase, plan, recipient, tier, judged);
    const ruling = row === null ? undefined : rulingOnRow(disclosure, row);
    if (ruling === undefined || plan?.neverContact.includes(recipient)) {
      throw conflict('no-longer-lawful', `Row ${row} does not carry ${recipient} any more. Decline it.`, {
        decisionId,
      });
    }
    const kind = ruling.result === 'needs-release' ? 'law' : 'override';
    await recordMandate(work, theCase.id, decisionId, { kind, recipient, tier, ruling, consentId: null });
  }
  await setStatus(work, theCase, 'disclosing');
  await closeOtherCheckpoints(work, theCase.id, 'call-back');
  return disclosures.map(({ recipient }) => recipient);
}

export interface ProceedUnapproved {
  readonly decisionId: string;
  readonly reason: string;
}

/**
 * Nobody approved in time, and it is immediate: the proposer goes ahead, with mandatory review. Never where the client
 * refused. domain.md §3.5
 */
export async function proceedUnapproved(
  work: Work,
  theCase: CaseRow,
  actor: StaffActor,
  { decisionId, reason }: ProceedUnapproved,
): Promise<void> {
  requireNotEnded(theCase);
  const proposal = await requireAwaiting(work, theCase.id, decisionId);
  if (proposal.proposedById !== actor.id) throw forbidden('Only who proposed it may go ahead unapproved.');
  if (!mayProceedUnapproved(theCase, proposal)) {
    throw invalidInput(
      'approval-required',
      'This never goes ahead unapproved: only what is immediate does, and never against a refusal.',
    );
  }
  const mayProceedAt = await mayProceedFrom(work, theCase, proposal);
  if (work.at < mayProceedAt) {
    throw conflict('approval-window-open', 'The supervisors still have time to answer. In danger, call 999 now.', {
      decisionId,
      mayProceedAt: mayProceedAt.toISOString(),
    });
  }
  await settleProposal(work, theCase, proposal, { standing: 'proceeded', byId: actor.id, reason });
  const recipients = await putInForce(work, theCase, proposal);
  const text = `Went ahead unapproved, to tell ${labelled(recipients)} on row ${proposal.row}: ${reason} It will be reviewed.`;
  await chronicle(work, theCase, { actor, kind: 'override.proceeded-unapproved', text });
  await recordAct(work, theCase.id, { kind: 'override-proceeded', decisionId, recipients });
}

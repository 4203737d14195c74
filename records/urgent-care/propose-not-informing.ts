import { newId } from '../ids';
import type { Actor, Work } from '../work';
import type { CaseRow } from './case-row';
import { writeProposal } from './proposals';

const kind = 'do-not-inform';

/**
 * The only way round telling the client first: a recorded reason that it would raise the risk, which a second person
 * approves. Until they do, nobody is told anything. domain.md §3.1
 */
export async function proposeNotInforming(work: Work, theCase: CaseRow, raiser: Actor, reason: string): Promise<void> {
  if (raiser.id === null) throw new Error('Only a member of staff may propose that the client is not told first.');
  const decisionId = newId();
  await work.db.decision.create({
    data: {
      id: decisionId,
      organisationId: work.organisationId,
      caseId: theCase.id,
      kind,
      recipients: [],
      byId: raiser.id,
      at: work.at,
      sealed: await work.seal(theCase.clientId, { note: reason }),
    },
  });
  await writeProposal(work, theCase, raiser.id, {
    decisionId,
    what: 'not-informing',
    approver: 'supervisor',
    row: null,
    disclosures: [],
    words: { reason },
  });
}

/** With which a case began whose client was perhaps not to be told first. */
export async function notInformingOf(work: Work, caseId: string): Promise<{ readonly decisionId: string } | null> {
  const found = await work.db.decision.findFirst({ where: { caseId, kind }, select: { id: true } });
  return found && { decisionId: found.id };
}

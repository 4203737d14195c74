import { assertNever } from '../../workflows/shared/assert-never';
import type { RecipientName } from '../../workflows/urgent-care/words';
import { conflict, invalidInput } from '../errors';
import type { Plan } from '../people';
import type { Work } from '../work';
import { type CaseRow, whatCameOf } from './case-row';
import { awaitingProposal } from './proposals';

/** What stands in the way of a decision, whatever it decides. */

/** @throws Conflict, with the outcome, once a person has said what came of the case */
export function requireNotEnded(theCase: CaseRow): void {
  if (theCase.status !== 'closed' && theCase.status !== 'aftercare') return;
  throw conflict('case-ended', 'This case has ended. Raise a new concern if needed.', whatCameOf(theCase));
}

/** Not before the client had their turn, or a second person has agreed that they get none; not after the end. */
export async function requireDecidable(work: Work, theCase: CaseRow): Promise<void> {
  requireNotEnded(theCase);
  switch (theCase.status) {
    case 'deciding':
    case 'disclosing':
    case 'awaiting-acknowledgement':
    case 'nobody-acting':
    case 'aftercare':
    case 'closed':
      return;
    case 'awaiting-approval':
      if ((await awaitingProposal(work, theCase.id))?.what === 'not-informing') throw clientFirst();
      return;
    case 'awaiting-client':
      if (theCase.clientWindowEndsAt !== null && theCase.clientWindowEndsAt <= work.at) return;
      throw clientFirst();
    case 'queued':
    case 'informing-client':
      throw clientFirst();
    default:
      assertNever(theCase.status);
  }
}

const clientFirst = (): Error =>
  conflict(
    'client-first',
    'The client is asked first: decide when they have answered or their window has ended. In danger, call 999 now.',
  );

/** @throws InvalidInput for somebody whom this case cannot tell, or may never */
export async function requireTellable(
  work: Work,
  theCase: CaseRow,
  plan: Plan | null,
  recipient: RecipientName,
): Promise<void> {
  const where = { caseId_recipient: { caseId: theCase.id, recipient } };
  if (!(await work.db.caseRecipient.findUnique({ where, select: { recipient: true } }))) {
    throw invalidInput('unknown-recipient', `This case has no ${recipient} to tell.`);
  }
  if (plan?.neverContact.includes(recipient)) {
    throw invalidInput('never-contact', `${recipient} is on the client's never-contact list.`);
  }
}

import { assertNever } from '../../workflows/shared/assert-never';
import type { RecipientName } from '../../workflows/urgent-care/words';
import { conflict, type HeedError, invalidInput } from '../errors';
import type { Plan } from '../people';
import type { Work } from '../work';
import { type CaseRow, whatCameOf } from './case-row';
import { awaitingProposal } from './proposals';

/** What stands in the way of a decision, whatever it decides. */

/** @throws Conflict, with the outcome, once a person has said what came of the case */
export function requireNotEnded(theCase: CaseRow): void {
  const ended = hasEnded(theCase);
  if (ended) throw ended;
}

function hasEnded(theCase: CaseRow): HeedError | null {
  if (theCase.status !== 'closed' && theCase.status !== 'aftercare') return null;
  return conflict('case-ended', 'This case has ended. Raise a new concern if needed.', whatCameOf(theCase));
}

/** @throws Conflict with what stands in its way */
export async function requireDecidable(work: Work, theCase: CaseRow): Promise<void> {
  const inItsWay = await whatStandsInTheWay(work, theCase);
  if (inItsWay) throw inItsWay;
}

/**
 * Not before the client had their turn, or a second person has agreed that they get none; not after the end. null: it can
 * be decided.
 */
export async function whatStandsInTheWay(work: Work, theCase: CaseRow): Promise<HeedError | null> {
  switch (theCase.status) {
    case 'deciding':
    case 'disclosing':
    case 'awaiting-acknowledgement':
    case 'nobody-acting':
      return null;
    case 'aftercare':
    case 'closed':
      return hasEnded(theCase);
    case 'awaiting-approval':
      return (await awaitingProposal(work, theCase.id))?.what === 'not-informing' ? clientFirst() : null;
    case 'awaiting-client':
      return theCase.clientWindowEndsAt !== null && theCase.clientWindowEndsAt <= work.at ? null : clientFirst();
    case 'queued':
    case 'informing-client':
      return clientFirst();
    default:
      return assertNever(theCase.status);
  }
}

const clientFirst = (): HeedError =>
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

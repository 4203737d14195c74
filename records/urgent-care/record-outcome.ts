import type { OutcomeKind } from '../../workflows/urgent-care/words';
import type { Caller } from '../caller';
import { staffActorOf } from '../caller';
import { conflict } from '../errors';
import { endSignUpAfterDeath } from '../sign-up/leave';
import type { Actor, Work } from '../work';
import { requireDecider } from './access';
import { recordAct } from './acts';
import { type CaseRow, lockCase, setStatus, whatCameOf } from './case-row';
import { closeCheckpoints } from './checkpoints';
import { chronicle } from './chronicle';
import { dropProposal } from './proposals';

export interface OutcomeInput {
  readonly kind: OutcomeKind;
  readonly note: string;
}

type StaffActor = Actor & { readonly id: string };

/** Ends the escalation, at any time, with what came of it. domain.md §3.10 */
export async function recordStandDown(
  work: Work,
  caller: Caller,
  caseId: string,
  outcome: OutcomeInput,
): Promise<void> {
  const theCase = await lockCase(work, caseId);
  await requireDecider(work, theCase, caller);
  await standDown(work, theCase, await staffActorOf(work, caller), outcome);
}

/** The client's row must be locked. */
export async function standDown(work: Work, theCase: CaseRow, actor: StaffActor, outcome: OutcomeInput): Promise<void> {
  if (theCase.status === 'closed') throw conflict('case-closed', 'This case is closed already.', whatCameOf(theCase));
  if (theCase.outcomeKind !== null && outcome.kind !== 'deceased') {
    throw conflict('already-ended', 'The outcome of this case is recorded already.', whatCameOf(theCase));
  }
  await writeOutcome(work, theCase, actor, outcome);
  const text = `Stood down, ${outcome.kind}: ${outcome.note}`;
  await chronicle(work, theCase, { actor, kind: 'case.stood-down', text });
  await recordAct(work, theCase.id, { kind: 'stood-down', outcome: outcome.kind });
}

/**
 * What a person says came of it: answers the pages when nobody acts, and confirms what a contact or GP began.
 * contract.md §3
 */
export async function recordHumanOutcome(
  work: Work,
  caller: Caller,
  caseId: string,
  outcome: OutcomeInput,
): Promise<void> {
  const theCase = await lockCase(work, caseId);
  await requireDecider(work, theCase, caller);
  if (!(await outcomeIsAwaited(work, theCase))) {
    throw conflict('no-outcome-awaited', 'No outcome is awaited in this case now. To end it, stand it down.');
  }
  const actor = await staffActorOf(work, caller);
  await writeOutcome(work, theCase, actor, outcome);
  await chronicle(work, theCase, {
    actor,
    kind: 'outcome.recorded',
    text: `The outcome, ${outcome.kind}: ${outcome.note}`,
  });
  await recordAct(work, caseId, { kind: 'outcome-recorded', outcome: outcome.kind });
}

/** Somebody was paged for it, or somebody acts, or nobody does. */
async function outcomeIsAwaited(work: Work, { id: caseId, status, outcomeKind }: CaseRow): Promise<boolean> {
  if (status === 'closed') return false;
  if (status === 'nobody-acting') return true;
  const asked = await work.db.checkpoint.count({ where: { caseId, kind: 'human-outcome', closedAt: null } });
  if (asked > 0 || outcomeKind !== null) return asked > 0;
  return (await work.db.caseRecipient.count({ where: { caseId, acknowledgement: 'acting' } })) > 0;
}

async function writeOutcome(
  work: Work,
  theCase: CaseRow,
  actor: StaffActor,
  { kind, note }: OutcomeInput,
): Promise<void> {
  await work.db.case.update({
    where: { id: theCase.id },
    data: {
      outcomeKind: kind,
      outcomeById: actor.id,
      outcomeAt: work.at,
      outcomeSealed: await work.seal(theCase.clientId, { note }),
    },
  });
  await setStatus(work, theCase, 'aftercare');
  await dropProposal(work, theCase.id);
  await closeCheckpoints(work, theCase.id);
  if (kind === 'deceased') await holdAndCancel(work, theCase, actor);
}

/** After a death nothing is sent and nothing is erased. domain.md §3.10 */
async function holdAndCancel(work: Work, theCase: CaseRow, actor: StaffActor): Promise<void> {
  await work.db.client.update({ where: { id: theCase.clientId }, data: { held: true } });
  await endSignUpAfterDeath(work, actor, theCase.clientId);
  await work.db.mandate.updateMany({ where: { caseId: theCase.id, endedAt: null }, data: { endedAt: work.at } });
}

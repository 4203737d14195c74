import { assertNever } from '../../workflows/shared/assert-never';
import type { TaskKind } from '../../workflows/urgent-care/words';
import { dayAndTime } from '../calendar/day-and-time';
import type { Caller } from '../caller';
import { hasRole, staffActorOf } from '../caller';
import { conflict, forbidden, invalidInput } from '../errors';
import { organisationOf } from '../people';
import type { Work } from '../work';
import { requireDecider } from './access';
import { recordAct } from './acts';
import { type CaseRow, lockCase, requireOpen } from './case-row';
import { closeCheckpoints } from './checkpoints';
import { chronicle } from './chronicle';
import { proposersOf } from './override-review';

/** What a person says of something they owe a case. */
export type TaskAnswer =
  | { readonly kind: TaskKind; readonly answer: 'done'; readonly note: string }
  /** The client is told by message after all. */
  | { readonly kind: 'tell-client'; readonly answer: 'send'; readonly note: string }
  /** A reason to wait with telling the client; then they are asked again. */
  | { readonly kind: 'tell-client'; readonly answer: 'wait'; readonly note: string; readonly until: string };

/** Aftercare and call-backs: done, or put off with a recorded reason. A case that is owed something does not close. */
export async function recordTaskAnswer(work: Work, caller: Caller, caseId: string, given: TaskAnswer): Promise<void> {
  const theCase = await lockCase(work, caseId);
  requireOpen(theCase);
  await requireTaskOf(work, theCase, caller, given.kind);
  const actor = await staffActorOf(work, caller);
  const tell = (kind: string, text: string): Promise<void> =>
    chronicle(work, theCase, { actor, kind, text: `${text} ${given.note}` });

  switch (given.answer) {
    case 'done':
      await requireOpenTask(work, caseId, given.kind);
      await closeCheckpoints(work, caseId, given.kind);
      await tell(`${given.kind}.done`, doneWords[given.kind]);
      return recordAct(work, caseId, { kind: 'task-done', task: given.kind });
    case 'send':
      await requireOpenTask(work, caseId, 'tell-client');
      await tell('tell-client.released', 'The client may be told now what was shared.');
      return recordAct(work, caseId, { kind: 'telling-released' });
    case 'wait': {
      const until = new Date(given.until);
      if (until <= work.at) throw invalidInput('not-later', 'until: name a moment that is still to come.');
      await requireClientUntold(work, caseId);
      await closeCheckpoints(work, caseId, 'tell-client');
      const { timeZone } = await organisationOf(work);
      const then = dayAndTime(until, timeZone);
      await tell('tell-client.put-off', `The client is not told what was shared before ${then}.`);
      return recordAct(work, caseId, { kind: 'telling-put-off', until: until.getTime() });
    }
    default:
      return assertNever(given);
  }
}

/** Who may say so: a supervisor who did not propose it for a review, else whoever may decide. */
async function requireTaskOf(work: Work, theCase: CaseRow, caller: Caller, task: TaskKind): Promise<void> {
  if (task !== 'override-review') {
    await requireDecider(work, theCase, caller);
    return;
  }
  if (!hasRole(caller, 'supervisor', 'dpo')) throw forbidden('Only a supervisor may review an override.');
  if ((await proposersOf(work, theCase.id)).includes(caller.credential)) {
    throw forbidden('Who proposed an override does not review it.');
  }
}

async function requireOpenTask(work: Work, caseId: string, kind: TaskKind): Promise<void> {
  const open = await work.db.checkpoint.count({ where: { caseId, kind, closedAt: null } });
  if (open === 0) throw conflict('no-such-task', `kind: nothing of the kind ${kind} is open in this case now.`);
}

async function requireClientUntold(work: Work, caseId: string): Promise<void> {
  const told = await work.db.dispatch.count({ where: { caseId, template: 'what-was-shared' } });
  if (told > 0) throw conflict('client-told-already', 'The client was written to already about what was shared.');
}

const doneWords: Readonly<Record<TaskKind, string>> = {
  'call-back': 'The client was called back.',
  'tell-client': 'A person told the client what was shared.',
  'override-review': 'The override was reviewed.',
  'ask-client': 'A person asked the client how it was.',
};

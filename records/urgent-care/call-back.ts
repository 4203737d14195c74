import { durationMs } from '../../workflows/urgent-care/policy';
import { policyVersion } from '../policies';
import type { Actor, Work } from '../work';
import { recordAct } from './acts';
import type { CaseRow } from './case-row';
import { closeCheckpoints, openCheckpoint } from './checkpoints';
import { chronicle } from './chronicle';

/** "Please call me" is somebody's task, with a deadline. domain.md §3.2 */

export async function askForCall(work: Work, theCase: CaseRow, by: Actor): Promise<void> {
  const { decision } = await policyVersion(work, theCase.policyVersion);
  await chronicle(work, theCase, { actor: by, kind: 'client.asked-for-call', text: 'The client asks to be called.' });
  await openCheckpoint(work, theCase.id, {
    kind: 'call-back',
    role: 'owner',
    staffId: theCase.ownerId,
    dueAt: new Date(work.at.getTime() + durationMs(decision.nextPersonAfter)),
  });
  await recordAct(work, theCase.id, { kind: 'call-back-requested' });
}

/** Somebody of the staff spoke with the client: whoever owed a call owes it no more. */
export async function endCallBack(work: Work, caseId: string): Promise<void> {
  const owed = await work.db.checkpoint.count({ where: { caseId, kind: 'call-back', closedAt: null } });
  if (owed === 0) return;
  await closeCheckpoints(work, caseId, 'call-back');
  await recordAct(work, caseId, { kind: 'task-done', task: 'call-back' });
}

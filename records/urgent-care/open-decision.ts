import { durationMs } from '../../workflows/urgent-care/policy';
import { policyVersion } from '../policies';
import type { Work } from '../work';
import { type CaseRow, setStatus } from './case-row';
import { closeCheckpoints, openCheckpoint } from './checkpoints';

/** The owner is asked to decide. Written with the act that leads there, so that pages show it while Temporal is away. */
export async function openDecision(work: Work, theCase: CaseRow): Promise<void> {
  const { decision } = await policyVersion(work, theCase.policyVersion);
  await setStatus(work, theCase, 'deciding');
  await closeCheckpoints(work, theCase.id, 'client-consent');
  await openCheckpoint(work, theCase.id, {
    kind: 'decision',
    role: 'owner',
    staffId: theCase.ownerId,
    dueAt: new Date(work.at.getTime() + durationMs(decision.nextPersonAfter)),
  });
}

import { signUpWorkflowId } from '../../workflows/sign-up/contract';
import { type BegunAnew, startIsWaiting } from '../outbox';
import type { Work } from '../work';
import { startSignUpProcess } from './acts';
import { lockSignUp } from './sign-up-row';

/**
 * Temporal has no process for this sign-up: it lost its data, or somebody ended the run by hand. One that is not over
 * begins anew from its acts; what was asked last is asked once more.
 * @returns 'closed' if it is over, 'waits-to-start' if its start is on its way already
 */
export async function beginSignUpAnew(work: Work, signUpId: string): Promise<BegunAnew> {
  const row = await lockSignUp(work, signUpId);
  if (row.endedAt !== null) return 'closed';
  if (await startIsWaiting(work, signUpWorkflowId(signUpId))) return 'waits-to-start';
  await startSignUpProcess(work, row, { again: true });
  return 'begun-anew';
}

/** Those that are older than `olderThanMs` and not over: each of them must have a process. */
export async function openSignUpsOlderThan(work: Work, olderThanMs: number): Promise<readonly string[]> {
  const registeredAt = { lt: new Date(work.at.getTime() - olderThanMs) };
  const found = await work.db.signUp.findMany({ where: { endedAt: null, registeredAt }, select: { id: true } });
  return found.map(({ id }) => id);
}

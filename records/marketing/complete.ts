import { audit } from '../audit/record';
import { heedItself, type Work } from '../work';
import { raiseAlarm } from './alarms';
import { listsOfOptOut, lockOptOut } from './opt-out-row';

/**
 * Every list has confirmed: nobody is told any more, so that the addresses are forgotten. Their key goes first: once this
 * has committed it is gone for sure, and a try that failed in between is repeated.
 */
export async function completeOptOut(work: Work, optOutId: string): Promise<void> {
  const { completedAt } = await lockOptOut(work, optOutId);
  if (completedAt !== null) return;
  const lists = await listsOfOptOut(work, optOutId);
  if (lists.some(({ confirmedAt }) => confirmedAt === null)) {
    throw new Error('An opt-out ends when every list has confirmed it.');
  }
  // It may have turned out meanwhile that one of them was late.
  await raiseAlarm(work, optOutId, 'day-seven');
  await work.destroyKey(optOutId);
  await work.db.optOut.update({ where: { id: optOutId }, data: { completedAt: work.at, sealed: null } });
  await audit(work, { actor: heedItself, action: 'opt-out.completed' });
}

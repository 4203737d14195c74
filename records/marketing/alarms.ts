import type { OptOutAlarm } from '../../workflows/marketing-opt-out/contract';
import { isAlarming, type OptOutFacts } from '../../workflows/marketing-opt-out/rules';
import type { NoticeSubject } from '../../workflows/staff-notice/contract';
import { audit } from '../audit/record';
import type { OptOut, OptOutList } from '../generated/client';
import { tellStaffOf } from '../staff-notices/staff-notice';
import { heedItself, type Work } from '../work';
import { listsOfOptOut, lockOptOut } from './opt-out-row';

/** Where each alarm is kept, what it is called in the audit, and what staff are told. */
const kept = {
  'day-five': { column: 'alarmedAt', action: 'opt-out.alarmed', notice: 'opt-out-unconfirmed' },
  'day-six': { column: 'escalatedAt', action: 'opt-out.escalated', notice: 'opt-out-due-tomorrow' },
  'day-seven': { column: 'breachedAt', action: 'opt-out.breached', notice: 'opt-out-breached' },
} as const satisfies Record<OptOutAlarm, { column: keyof OptOut; action: string; notice: NoticeSubject }>;

/** When it was put on record that somebody had to hear of it; null: it was not. */
export const raisedAt = (optOut: OptOut, alarm: OptOutAlarm): Date | null => optOut[kept[alarm].column];

/** Puts it on record once, and has whom it concerns told; nothing where nobody has to hear of it. domain.md §4 */
export async function raiseAlarm(work: Work, optOutId: string, alarm: OptOutAlarm): Promise<void> {
  const optOut = await lockOptOut(work, optOutId);
  if (raisedAt(optOut, alarm) !== null) return;
  const facts = factsOf(optOut, await listsOfOptOut(work, optOutId));
  if (!isAlarming(alarm, facts, work.at.getTime())) return;
  const { column, action, notice } = kept[alarm];
  await work.db.optOut.update({ where: { id: optOutId }, data: { [column]: work.at } });
  await audit(work, { actor: heedItself, action, ...(optOut.clientId === null ? {} : { clientId: optOut.clientId }) });
  await tellStaffOf(work, notice, optOutId);
}

export const factsOf = (
  { receivedAt, breachedAt }: Pick<OptOut, 'receivedAt' | 'breachedAt'>,
  lists: readonly Pick<OptOutList, 'confirmationRecordedAt'>[],
): OptOutFacts => ({
  receivedAt: receivedAt.getTime(),
  breachedAt: breachedAt?.getTime() ?? null,
  confirmedAt: lists.map(({ confirmationRecordedAt }) => confirmationRecordedAt?.getTime() ?? null),
});

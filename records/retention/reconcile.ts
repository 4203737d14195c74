import { retentionWorkflowId } from '../../workflows/retention/contract';
import type { Forgotten, ReportOrder } from '../../workflows/retention-reconciliation/contract';
import { audit } from '../audit/record';
import { localDateOf } from '../calendar/local-time';
import { lockWhatIsLeftOf } from '../clients/lock';
import { resumeWhatNothingHolds } from '../erasure/begin';
import { startIsWaiting } from '../outbox';
import { organisationOf } from '../people';
import { tellStaffOf } from '../staff-notices/staff-notice';
import { heedItself, type Work } from '../work';
import { openStandings, reviseRetention, startRetention } from './arm';
import { kindsOfHold } from './holds';
import { atOnce, firstOfAll, type Some, some } from './in-batches';
import { currentSchedule } from './schedule';

/** What the daily reconciliation looks for and puts right, some at a time. design.md §3 */

/**
 * Clients whose deadline may not be what follows from the record: none although an enrolment has ended, one or its erasure
 * although they are with us, one by an older schedule, or an erasure that something keeps or kept. More are named than have drifted; reviseDeadline knows.
 */
export async function suspects(work: Work, after: string | null): Promise<Some> {
  const { version } = await currentSchedule(work);
  return some(
    await work.db.$queryRaw<{ id: string }[]>`
      WITH open AS (SELECT client_id, schedule_version FROM retentions WHERE standing = ANY(${openStandings})),
        ended AS (SELECT DISTINCT client_id FROM enrolments WHERE ended_at IS NOT NULL),
        with_us AS (
          SELECT client_id FROM enrolments WHERE ended_at IS NULL
          UNION SELECT client_id FROM sign_ups WHERE ended_at IS NULL)
      SELECT id FROM (
        SELECT client_id AS id FROM open WHERE schedule_version <> ${version}
        UNION SELECT client_id FROM open JOIN with_us USING (client_id)
        UNION SELECT client_id FROM erasures JOIN with_us USING (client_id)
          WHERE basis = 'retention' AND status IN ('under-way', 'held')
        UNION SELECT client_id FROM erasures WHERE status = 'held'
        UNION SELECT client_id FROM ended
          WHERE client_id NOT IN (SELECT client_id FROM open) AND client_id NOT IN (SELECT client_id FROM with_us)
      ) drifted
      WHERE id > ${after ?? firstOfAll}::uuid ORDER BY id LIMIT ${atOnce}`,
  );
}

/** @returns whether there was anything to put right: nothing of a client who was erased meanwhile */
export async function reviseDeadline(work: Work, clientId: string): Promise<boolean> {
  if (!(await lockWhatIsLeftOf(work, clientId))) return false;
  const isRevised = (await reviseRetention(work, clientId)) !== 'unchanged';
  const goesOn = await resumeWhatNothingHolds(work, clientId, await kindsOfHold(work, clientId));
  return isRevised || goesOn;
}

/** Far enough ahead that the next day's look is not too late. */
const aheadMs = 2 * 24 * 60 * 60_000;
/** Younger ones may still wait for their start to be delivered. */
const settledAfterMs = 2 * 60_000;

/** An open deadline whose process acts soon, or should have acted. */
export interface DueSoon {
  readonly enrolmentId: string;
  readonly version: number;
}

export interface SomeDueSoon {
  readonly due: readonly DueSoon[];
  readonly next: string | null;
}

/** Deadlines of which the client is told soon or was told: their processes must be there. */
export async function dueSoon(work: Work, after: string | null): Promise<SomeDueSoon> {
  const due = await work.db.retention.findMany({
    where: {
      standing: { in: openStandings },
      enrolmentId: { gt: after ?? firstOfAll },
      noticeAt: { lt: new Date(work.at.getTime() + aheadMs) },
      armedAt: { lt: new Date(work.at.getTime() - settledAfterMs) },
    },
    orderBy: { enrolmentId: 'asc' },
    take: atOnce,
    select: { enrolmentId: true, version: true },
  });
  return { due, next: some(due.map(({ enrolmentId: id }) => ({ id }))).next };
}

/** Its process is gone: it begins anew, and reads from the record what is left to do. @returns whether it does */
export async function beginRetentionAnew(work: Work, { enrolmentId, version }: DueSoon): Promise<boolean> {
  const where = { enrolmentId_version: { enrolmentId, version } };
  const found = await work.db.retention.findUnique({ where });
  if (!found) return false;
  await lockWhatIsLeftOf(work, found.clientId);
  // In a statement of its own: only now does it see what was committed while the lock was waited for.
  const row = await work.db.retention.findUnique({ where });
  if (!row || row.settledAt !== null) return false;
  if (await startIsWaiting(work, retentionWorkflowId(enrolmentId, version))) return false;
  await startRetention(work, row, { again: true });
  return true;
}

/** Which of these processes have no deadline that stands. */
export async function withoutDeadline(work: Work, processes: readonly string[]): Promise<readonly string[]> {
  const ids = processes.map((workflowId) => workflowId.split('/')[1] ?? '');
  const rows = await work.db.retention.findMany({
    where: { enrolmentId: { in: ids }, standing: { in: openStandings } },
    select: { enrolmentId: true, version: true },
  });
  const standing = new Set(rows.map(({ enrolmentId, version }) => retentionWorkflowId(enrolmentId, version)));
  return processes.filter((workflowId) => !standing.has(workflowId));
}

/** Puts on record what was found; the data protection officer hears of it once a day, if anything had to be put right. */
export async function reportRepairs(
  work: Work,
  { repaired: { deadlines, processes, orphans }, forgotten }: Pick<ReportOrder, 'repaired' | 'forgotten'>,
): Promise<void> {
  const words = [
    `Put right: ${deadlines} deadlines, ${processes} lost processes, ${orphans} processes without a deadline.`,
    ...(forgotten ? [inWords(forgotten)] : []),
  ].join(' ');
  await audit(work, { actor: heedItself, action: 'retention.reconciled', words });
  if (deadlines + processes + orphans === 0) return;
  const { timeZone } = await organisationOf(work);
  await tellStaffOf(work, 'retention-repaired', `${work.organisationId}/${localDateOf(work.at, timeZone)}`);
}

const inWords = ({ interests, told, neverEnrolled, messages }: Forgotten): string =>
  `After long silence: ${interests} interests, ${neverEnrolled} clients who never enrolled (${told} told), ${messages} messages of nobody’s client.`;

import {
  type RetentionInput,
  retentionQueue,
  retentionWorkflow,
  retentionWorkflowId,
} from '../../workflows/retention/contract';
import { jitterMs } from '../../workflows/retention/rules';
import type { RetentionStanding } from '../../workflows/retention/words';
import { callOffWhatWasDue } from '../erasure/call-off';
import { orderedToGoSince } from '../erasure/erased';
import type { Enrolment, Retention } from '../generated/client';
import { putInOutbox } from '../outbox';
import { organisationOf } from '../people';
import { signUpUnderWay } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { type NextDeadline, nextDeadline } from './due';
import { currentSchedule } from './schedule';

/**
 * Brings the client's next deadline in line with what is on record, whatever it was that changed: an end arms it, a return
 * cancels it with what it has ordered and is still there, another schedule or a later end moves it, and after what is carried out the next one is armed. Called with
 * the client's row locked, in the transaction of the change; where nothing changed it does nothing. domain.md §5
 */
export async function reviseRetention(work: Work, clientId: string): Promise<Revision> {
  const open = await openRetention(work, clientId);
  const isBack = await isWithUs(work, clientId);
  const calledOff = isBack && (await callOffWhatWasDue(work, clientId));
  const last = isBack ? null : await lastEnded(work, clientId);
  const { version: scheduleVersion, categories } = await currentSchedule(work);
  const next =
    last &&
    nextDeadline(categories, {
      endedAt: last.endedAt,
      timeZone: (await organisationOf(work)).timeZone,
      done: await goneSince(work, last),
    });
  if (last === null || next === null) {
    if (open) await settle(work, open, 'cancelled');
    return open || calledOff ? 'cancelled' : 'unchanged';
  }
  if (open && isSame(open, last, next)) {
    if (open.scheduleVersion !== scheduleVersion) await update(work, open, { scheduleVersion });
    return 'unchanged';
  }
  if (open) await settle(work, open, 'superseded');
  await arm(work, last, next, scheduleVersion);
  return 'armed';
}

export type Revision = 'armed' | 'cancelled' | 'unchanged';

/** The one deadline of the client's that stands. */
export const openRetention = (work: Work, clientId: string): Promise<Retention | null> =>
  work.db.retention.findFirst({ where: { clientId, standing: { in: openStandings } } });

export const openStandings: RetentionStanding[] = ['armed', 'noticed'];

/** An enrolment or a sign-up of theirs goes on: nothing of what it needs goes. */
export async function isWithUs(work: Work, clientId: string): Promise<boolean> {
  const enrolled = await work.db.enrolment.count({ where: { clientId, endedAt: null } });
  return enrolled > 0 || (await signUpUnderWay(work, clientId)) !== null;
}

export type EndedEnrolment = Enrolment & { readonly endedAt: Date };

/** The client's last end governs all of their data. */
export async function lastEnded(work: Work, clientId: string): Promise<EndedEnrolment | null> {
  const found = await work.db.enrolment.findFirst({
    where: { clientId, endedAt: { not: null } },
    orderBy: [{ endedAt: 'desc' }, { id: 'desc' }],
  });
  return found?.endedAt ? { ...found, endedAt: found.endedAt } : null;
}

/** What went since this end, or is on its way: at a deadline, which an erasure may have taken with it, or before one. */
export async function goneSince(work: Work, { id, clientId, endedAt }: EndedEnrolment): Promise<readonly string[]> {
  const rows = await work.db.retention.findMany({ where: { enrolmentId: id, standing: 'carried-out' } });
  const ordered = await orderedToGoSince(work, clientId, endedAt);
  return [...rows.flatMap(({ categories }) => categories), ...ordered];
}

/** It no longer stands. Its process, which may not have begun, ends. */
export async function settle(
  work: Work,
  { enrolmentId, version }: Pick<Retention, 'enrolmentId' | 'version'>,
  standing: 'cancelled' | 'superseded' | 'carried-out',
): Promise<void> {
  await update(work, { enrolmentId, version }, { standing, settledAt: work.at });
  // What is carried out is carried out by its own process, which ends by itself.
  if (standing === 'carried-out') return;
  await putInOutbox(work, retentionWorkflowId(enrolmentId, version), { kind: 'terminate', because: standing });
}

export async function update(
  work: Work,
  { enrolmentId, version }: Pick<Retention, 'enrolmentId' | 'version'>,
  data: Partial<Omit<Retention, 'enrolmentId' | 'version'>>,
): Promise<void> {
  await work.db.retention.update({ where: { enrolmentId_version: { enrolmentId, version } }, data });
}

async function arm(
  work: Work,
  { id: enrolmentId, clientId, endedAt }: EndedEnrolment,
  { categories, noticeAt, dueAt }: NextDeadline,
  scheduleVersion: number,
): Promise<void> {
  const { organisationId } = work;
  const before = await work.db.retention.aggregate({ where: { enrolmentId }, _max: { version: true } });
  const version = (before._max.version ?? 0) + 1;
  await work.db.retention.create({
    data: {
      ...{ enrolmentId, version, organisationId, clientId, scheduleVersion, endedAt, noticeAt, dueAt },
      categories: [...categories],
      standing: 'armed',
      armedAt: work.at,
    },
  });
  await startRetention(work, { enrolmentId, version, noticeAt });
}

/** Puts the start of its process in the outbox: for the day of the notice, spread over some minutes. */
export async function startRetention(
  work: Work,
  { enrolmentId, version, noticeAt }: Pick<Retention, 'enrolmentId' | 'version' | 'noticeAt'>,
  { again }: { readonly again: boolean } = { again: false },
): Promise<void> {
  const input: RetentionInput = { enrolmentId, version, organisationId: work.organisationId };
  await putInOutbox(work, retentionWorkflowId(enrolmentId, version), {
    kind: 'start',
    workflow: retentionWorkflow,
    queue: retentionQueue,
    input,
    again,
    startsAt: noticeAt.getTime() + jitterMs(enrolmentId),
  });
}

const isSame = (open: Retention, last: Enrolment, next: NextDeadline): boolean =>
  open.enrolmentId === last.id &&
  open.dueAt.getTime() === next.dueAt.getTime() &&
  open.categories.join() === next.categories.join();

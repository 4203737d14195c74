import { type Disposal, type RetentionCategory, retentionCategories } from '../../workflows/retention/words';
import { auditRead } from '../audit/reads';
import { retentionDeadline } from '../calendar/deadlines';
import { localDateOf } from '../calendar/local-time';
import { periodOf } from '../calendar/periods';
import type { Caller } from '../caller';
import { notFound } from '../errors';
import type { Client, Retention } from '../generated/client';
import { organisationOf } from '../people';
import type { Work } from '../work';
import { goneSince, isWithUs, lastEnded, openRetention } from './arm';
import { dueAtWithoutEnrolment } from './due';
import { categoriesHeld, type HoldView, holdsOf } from './holds';
import { type Silence, silenceOf } from './never-enrolled';
import { currentSchedule, type Keeping, type Keepings } from './schedule';

/** What of a client's data goes when and why, for people to read. contract.md §6 */

interface CategoryView {
  readonly category: RetentionCategory;
  /** null: nobody knows yet, it is kept on, or it went already. */
  readonly goesAt: string | null;
  readonly afterwards: Disposal;
  /** What keeps it, although its time may be over. */
  readonly heldBecause: readonly string[];
  readonly because: readonly string[];
}

export interface RetentionView {
  readonly clientId: string;
  readonly categories: readonly CategoryView[];
  /** When the client is told, and when they were; null: no time is counted. */
  readonly notice: { readonly dueAt: string; readonly toldAt: string | null } | null;
  /** Until when it waits beyond its deadline, and why; null: for nothing. */
  readonly putOff: { readonly until: string; readonly because: string } | null;
  readonly holds: readonly HoldView[];
}

/** Every look is audited. @throws NotFound for a client who is not this organisation's */
export async function readRetention(work: Work, caller: Caller, clientId: string): Promise<RetentionView> {
  const client = await work.db.client.findUnique({ where: { id: clientId } });
  if (client === null) throw notFound('client');
  await auditRead(work, caller, { action: 'retention.read', clientId });
  const counting = await countingOf(work, client);
  const { categories: keepings } = await currentSchedule(work);
  const held = await categoriesHeld(work, clientId);
  const { timeZone } = await organisationOf(work);
  const open = await openRetention(work, clientId);
  return {
    clientId,
    categories: retentionCategories.map((category) => ({
      category,
      afterwards: keepings[category].afterwards,
      heldBecause: held.get(category) ?? [],
      ...whenItGoes(category, { counting, keepings, open, timeZone }),
    })),
    notice: open ? noticeOf(open) : counting.kind === 'never-enrolled' ? noticeOfSilence(counting, client) : null,
    putOff: open && putOffOf(open),
    holds: await holdsOf(work, clientId),
  };
}

const noticeOf = ({ noticeAt, noticedAt }: Pick<Retention, 'noticeAt' | 'noticedAt'>) => ({
  dueAt: noticeAt.toISOString(),
  toldAt: noticedAt?.toISOString() ?? null,
});

/** Of an earlier deadline they were told something else. */
const noticeOfSilence = ({ next }: Silence, { noticedAt, goesAt }: Client): RetentionView['notice'] =>
  next && noticeOf({ ...next, noticedAt: goesAt !== null && goesAt >= next.dueAt ? noticedAt : null });

/** Whether the time of their data is counted, and from when. */
type Counting =
  | { readonly kind: 'with-us' }
  | { readonly kind: 'never-ended' }
  | (Silence & { readonly kind: 'never-enrolled'; readonly goesAt: Date | null })
  | { readonly kind: 'counted'; readonly endedAt: Date; readonly gone: readonly string[] };

async function countingOf(work: Work, client: Client): Promise<Counting> {
  const { id: clientId } = client;
  if (await isWithUs(work, clientId)) return { kind: 'with-us' };
  const last = await lastEnded(work, clientId);
  if (last === null) {
    const silence = await silenceOf(work, client);
    return silence ? { kind: 'never-enrolled', ...silence, goesAt: client.goesAt } : { kind: 'never-ended' };
  }
  return { kind: 'counted', endedAt: last.endedAt, gone: await goneSince(work, last) };
}

interface Facts {
  readonly counting: Counting;
  readonly keepings: Keepings;
  readonly open: Retention | null;
  readonly timeZone: string;
}

function whenItGoes(
  category: RetentionCategory,
  { counting, keepings, open, timeZone }: Facts,
): Pick<CategoryView, 'goesAt' | 'because'> {
  if (counting.kind === 'with-us') {
    return { goesAt: null, because: ['The client is with us: an enrolment or a sign-up of theirs goes on.'] };
  }
  if (counting.kind === 'never-ended') {
    return { goesAt: null, because: ['No enrolment of theirs has ended: its time has not begun.'] };
  }
  if (counting.gone.includes(category)) {
    return { goesAt: null, because: ['Its erasure was ordered: what nothing holds is gone.'] };
  }
  if (keepings[category].afterwards === 'keep') {
    return { goesAt: null, because: [`It is kept on: ${keepings[category].basis ?? ''}`] };
  }
  if (counting.kind === 'never-enrolled') {
    const { lastContactAt, next, goesAt } = counting;
    const dueAt = dueAtWithoutEnrolment(keepings, category, lastContactAt, timeZone);
    const wasTold = next?.categories.includes(category) && goesAt !== null && dueAt !== null && goesAt > dueAt;
    return {
      goesAt: (wasTold ? goesAt : dueAt)?.toISOString() ?? null,
      because: [becauseOfContact(lastContactAt, timeZone)],
    };
  }
  const { dueAt, because } = deadlineBy(keepings[category], counting.endedAt, timeZone);
  // One that was armed by an older schedule says nothing of what has moved since.
  const putOff = open?.dueAt.getTime() === dueAt.getTime() ? putOffOf(open) : null;
  return {
    goesAt: putOff?.until ?? dueAt.toISOString(),
    because: [...because, ...(putOff ? [putOff.because] : [])],
  };
}

const becauseOfContact = (lastContactAt: Date, timeZone: string): string =>
  `They never enrolled: it is counted from the last contact, on ${localDateOf(lastContactAt, timeZone)} in ${timeZone}, and goes with the first reconciliation after it is due.`;

const deadlineBy = ({ keepFor, basis }: Keeping, endedAt: Date, timeZone: string) => {
  const { dueAt, because } = retentionDeadline(endedAt, periodOf(keepFor), timeZone);
  return { dueAt, because: basis === undefined ? because : [...because, `It is kept that long because: ${basis}`] };
};

const putOffOf = ({ dueAt, putOffUntil }: Retention): RetentionView['putOff'] =>
  putOffUntil === null || putOffUntil <= dueAt
    ? null
    : {
        until: putOffUntil.toISOString(),
        because:
          'The client was told less than a week before the deadline: nothing is erased within seven days of the notice.',
      };

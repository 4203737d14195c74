import { noticeDays } from '../../workflows/retention/rules';
import { type RetentionCategory, retentionCategories } from '../../workflows/retention/words';
import { daysBefore, retentionDeadline } from '../calendar/deadlines';
import { periodOf } from '../calendar/periods';
import type { Keepings } from './schedule';

/** What of a client's data is due when. Pure. domain.md §5 */

/** The categories that go at one and the same instant. */
export interface NextDeadline {
  readonly categories: readonly RetentionCategory[];
  readonly noticeAt: Date;
  readonly dueAt: Date;
}

/** When one category goes; null: it is kept on. */
export function dueAtOf(keepings: Keepings, category: RetentionCategory, endedAt: Date, timeZone: string): Date | null {
  const { keepFor, afterwards } = keepings[category];
  return afterwards === 'keep' ? null : retentionDeadline(endedAt, periodOf(keepFor), timeZone).dueAt;
}

/** When the address of an interest goes, of whom nobody has heard since. domain.md §2.1 */
export const interestDueAt = (keepings: Keepings, lastContactAt: Date, timeZone: string): Date =>
  retentionDeadline(lastContactAt, periodOf(keepings.interests.keepFor), timeZone).dueAt;

/** As dueAtOf, of a client who never enrolled: who went no further is kept no shorter than an interest. */
export function dueAtWithoutEnrolment(
  keepings: Keepings,
  category: RetentionCategory,
  lastContactAt: Date,
  timeZone: string,
): Date | null {
  const dueAt = dueAtOf(keepings, category, lastContactAt, timeZone);
  const leastUntil = interestDueAt(keepings, lastContactAt, timeZone);
  return dueAt === null || dueAt > leastUntil ? dueAt : leastUntil;
}

/**
 * The earliest deadline after the end of a client's last enrolment, without what has been carried out.
 * @returns null if nothing is left that goes
 */
export function nextDeadline(
  keepings: Keepings,
  { endedAt, timeZone, done }: { readonly endedAt: Date; readonly timeZone: string; readonly done: readonly string[] },
): NextDeadline | null {
  return earliest((category) => dueAtOf(keepings, category, endedAt, timeZone), { timeZone, done });
}

/** As nextDeadline, of a client who never enrolled. */
export function nextWithoutEnrolment(
  keepings: Keepings,
  {
    lastContactAt,
    timeZone,
    done,
  }: { readonly lastContactAt: Date; readonly timeZone: string; readonly done: readonly string[] },
): NextDeadline | null {
  return earliest((category) => dueAtWithoutEnrolment(keepings, category, lastContactAt, timeZone), { timeZone, done });
}

function earliest(
  dueAtOfOne: (category: RetentionCategory) => Date | null,
  { timeZone, done }: { readonly timeZone: string; readonly done: readonly string[] },
): NextDeadline | null {
  const dates = retentionCategories.flatMap((category) => {
    const dueAt = done.includes(category) ? null : dueAtOfOne(category);
    return dueAt === null ? [] : [{ category, at: dueAt.getTime() }];
  });
  if (dates.length === 0) return null;
  const first = Math.min(...dates.map(({ at }) => at));
  const dueAt = new Date(first);
  return {
    categories: dates.filter(({ at }) => at === first).map(({ category }) => category),
    noticeAt: daysBefore(dueAt, noticeDays, timeZone),
    dueAt,
  };
}

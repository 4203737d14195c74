import { TZDate } from '@date-fns/tz';
import { invalidInput } from '../errors';
import { bankHolidayYears, isBankHoliday, isCoveredByBankHolidays } from './bank-holidays';
import { instantOf, type LocalDate, localDateOf, plusDays, plusMonths, weekdayOf } from './local-time';
import { inWords, type Period, plusPeriod } from './periods';
import type { Workplace } from './working-days';

/** When what was promised, or is demanded by law, is due, and why then. Pure. contract.md §6, domain.md §6 */

export const deadlineKinds = [
  'retention',
  'rights-request',
  'rights-request-extended',
  'complaint-acknowledgement',
  'marketing-opt-out',
  'breach-regulator',
] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

/** Runs on every day alike: no weekend moves it. */
export interface ClockTimeDeadline {
  readonly counts: 'clock-time';
  readonly dueAt: Date;
  readonly because: readonly string[];
}

/** Ends with a day on which people work: the midnight that ends `dueOn`. */
interface WorkingTimeDeadline {
  readonly counts: 'working-time';
  readonly dueOn: LocalDate;
  readonly dueAt: Date;
  readonly because: readonly string[];
}

export type Deadline = ClockTimeDeadline | WorkingTimeDeadline;

/** Where it is due: by whose clock, and with whose holidays; of retention also for how long. */
export interface DeadlineTerms extends Workplace {
  readonly period: Period;
}

/**
 * @param from when the enrolment ended, the request or complaint arrived, the controller became aware
 * @throws InvalidInput for a working-time deadline beyond the years whose bank holidays are known
 */
export function deadlineOf(kind: DeadlineKind, from: Date, { period, ...place }: DeadlineTerms): Deadline {
  switch (kind) {
    case 'retention':
      return retentionDeadline(from, period, place.timeZone);
    case 'rights-request':
      return requestDeadline(from, 1, place);
    case 'rights-request-extended':
      return requestDeadline(from, 3, place);
    case 'complaint-acknowledgement':
      return complaintDeadline(from, place);
    case 'marketing-opt-out':
      return hoursAfter(from, 7 * 24, 'Seven days are 168 hours from the receipt, on weekends and holidays too.');
    case 'breach-regulator':
      return hoursAfter(from, 72, '72 hours run from the controller’s awareness, by the clock. UK GDPR Article 33(1)');
  }
}

/** A period by the calendar, at the local clock time of its start: kept for a year is kept for a year. domain.md §5 */
export function retentionDeadline(endedAt: Date, period: Period, timeZone: string): ClockTimeDeadline {
  const ended = localDateOf(endedAt, timeZone);
  const dueOn = plusPeriod(ended, period);
  const because = [
    `It ended on ${ended} in ${timeZone}; ${inWords(period)} later by the calendar is ${dueOn}.`,
    ...(isLastDayInstead(ended, period) ? ['That month has no such date: its last day counts.'] : []),
    'The local clock time of the end is kept.',
  ];
  return { counts: 'clock-time', dueAt: atSameClockTime(endedAt, timeZone, dueOn), because };
}

/** So many days before, at the same local clock time. */
export const daysBefore = (dueAt: Date, days: number, timeZone: string): Date =>
  atSameClockTime(dueAt, timeZone, plusDays(localDateOf(dueAt, timeZone), -days));

/** UK GDPR Article 12(3), counted as the ICO does: by the corresponding date, not in days. */
function requestDeadline(from: Date, months: number, place: Workplace): WorkingTimeDeadline {
  const received = localDateOf(from, place.timeZone);
  const corresponding = plusMonths(received, months);
  const later = months === 1 ? 'one month' : `${months} months`;
  return endOfWorkingDayFrom(corresponding, place, [
    `It was received on ${received}; the corresponding date ${later} later is ${corresponding}.`,
    ...(isLastDayInstead(received, { months, days: 0 }) ? ['That month has no such date: its last day counts.'] : []),
  ]);
}

/** Day 1 is the day after receipt, day 30 the last. DPA 2018 s.164A */
function complaintDeadline(from: Date, place: Workplace): WorkingTimeDeadline {
  const received = localDateOf(from, place.timeZone);
  const day30 = plusDays(received, 30);
  return endOfWorkingDayFrom(day30, place, [
    `It was received on ${received}; day 1 is the day after, and day 30 is ${day30}.`,
  ]);
}

function endOfWorkingDayFrom(
  date: LocalDate,
  { timeZone, bankHolidaysOf }: Workplace,
  because: readonly string[],
): WorkingTimeDeadline {
  let dueOn = date;
  const rolled: string[] = [];
  for (let why = whyNobodyWorks(dueOn, bankHolidaysOf); why !== null; why = whyNobodyWorks(dueOn, bankHolidaysOf)) {
    rolled.push(`${dueOn} is ${why}: the next day counts.`);
    dueOn = plusDays(dueOn, 1);
  }
  return {
    counts: 'working-time',
    dueOn,
    dueAt: instantOf(dueOn, '24:00', timeZone),
    because: [...because, ...rolled, `It is due by the midnight that ends ${dueOn} in ${timeZone}.`],
  };
}

function whyNobodyWorks(date: LocalDate, region: Workplace['bankHolidaysOf']): string | null {
  if (!isCoveredByBankHolidays(date)) {
    const { first, last } = bankHolidayYears;
    throw invalidInput(
      'bank-holidays-unknown',
      `Bank holidays are known for ${first} to ${last}, and ${date} is not in those years.`,
      { firstYear: first, lastYear: last },
    );
  }
  const weekday = weekdayOf(date);
  if (weekday === 'sat' || weekday === 'sun') return weekday === 'sat' ? 'a Saturday' : 'a Sunday';
  return isBankHoliday(date, region) ? 'a bank holiday' : null;
}

const hourMs = 60 * 60_000;

const hoursAfter = (from: Date, hours: number, because: string): ClockTimeDeadline => ({
  counts: 'clock-time',
  dueAt: new Date(from.getTime() + hours * hourMs),
  because: [because],
});

/** The instant of another date at which the clocks there show what they show at this one. Never early: see instantOf. */
function atSameClockTime(at: Date, timeZone: string, date: LocalDate): Date {
  const local = new TZDate(at.getTime(), timeZone);
  const time = `${twoDigits(local.getHours())}:${twoDigits(local.getMinutes())}`;
  const withinMinuteMs = local.getSeconds() * 1_000 + local.getMilliseconds();
  return new Date(instantOf(date, time, timeZone).getTime() + withinMinuteMs);
}

const twoDigits = (count: number): string => String(count).padStart(2, '0');

const isLastDayInstead = (date: LocalDate, { months }: Period): boolean =>
  plusMonths(date, months).slice(-2) !== date.slice(-2);

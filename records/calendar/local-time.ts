import { TZDate } from '@date-fns/tz';
import { type Weekday, weekdays } from '../../workflows/shared/weekdays';

/** Clock and calendar as people in a time zone read them, and the instants that they stand for. Pure. */

/** `2026-12-25`: a date of a calendar on the wall, of no time zone by itself. */
export type LocalDate = string;

/** `08:00`; `24:00` is the midnight that ends the day. */
export type ClockTime = string;

const minutesADay = 24 * 60;

/** Whether it is a time zone by name: `Europe/London`. A bare offset is none: it knows no summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What the calendar shows there at this moment. */
export function localDateOf(at: Date, timeZone: string): LocalDate {
  const local = new TZDate(at.getTime(), timeZone);
  return new Date(Date.UTC(local.getFullYear(), local.getMonth(), local.getDate())).toISOString().slice(0, 10);
}

export function plusDays(date: LocalDate, days: number): LocalDate {
  const { year, month, day } = partsOf(date);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/** The corresponding date of a later month, or that month's last day where it has none: a month from 31 January. */
export function plusMonths(date: LocalDate, months: number): LocalDate {
  const { year, month, day } = partsOf(date);
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

export function weekdayOf(date: LocalDate): Weekday {
  const sundayFirst = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekdays[(sundayFirst + 6) % 7]!;
}

/**
 * The instant at which the clocks there show this time on this day. A time that the clocks skip in spring is counted on
 * from before they did (01:30 is half past what would have been one); one that they show twice in autumn is the second.
 */
export function instantOf(date: LocalDate, time: ClockTime, timeZone: string): Date {
  const { year, month, day } = partsOf(date);
  return new Date(new TZDate(year, month - 1, day, 0, minutesOf(time), timeZone).getTime());
}

/** Minutes since the midnight that began the day. */
export function minutesOf(time: ClockTime): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours! * 60 + minutes!;
}

/** How long a stretch between two times of day is, in minutes: one that does not end later on the same day ends on the next. */
export function minutesBetween(from: ClockTime, to: ClockTime): number {
  const minutes = minutesOf(to) - minutesOf(from);
  return minutes > 0 ? minutes : minutes + minutesADay;
}

/** Every date from the first to the last, both included. */
export function datesBetween(first: LocalDate, last: LocalDate): readonly LocalDate[] {
  const dates: LocalDate[] = [];
  for (let date = first; date <= last; date = plusDays(date, 1)) dates.push(date);
  return dates;
}

function partsOf(date: LocalDate): { readonly year: number; readonly month: number; readonly day: number } {
  const [year, month, day] = date.split('-').map(Number);
  return { year: year!, month: month!, day: day! };
}

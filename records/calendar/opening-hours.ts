import { type Weekday, weekdays } from '../../workflows/shared/weekdays';
import { type BankHolidayRegion, isBankHoliday, isCoveredByBankHolidays } from './bank-holidays';
import {
  type ClockTime,
  datesBetween,
  instantOf,
  type LocalDate,
  localDateOf,
  plusDays,
  weekdayOf,
} from './local-time';

/** When somebody is there, by the clock and the calendar of their place. Pure. */
export interface OpeningHours {
  readonly days: readonly Weekday[];
  readonly from: ClockTime;
  readonly to: ClockTime;
  readonly timeZone: string;
  readonly bankHolidaysOf: BankHolidayRegion;
}

/** Longer than any row of weekends and bank holidays between two openings of who opens once a week. */
const furthestDays = 21;

/** When they open next; null while they are open. */
export function opensAt(hours: OpeningHours, at: Date): Date | null {
  const yesterday = plusDays(localDateOf(at, hours.timeZone), -1);
  for (const date of datesBetween(yesterday, plusDays(yesterday, furthestDays)).filter((day) => isOpenOn(hours, day))) {
    const { opens, closes } = timesOn(hours, date);
    if (at < opens) return opens;
    if (at < closes) return null;
  }
  // Who never opens is tried all the same: that is the organisation's mistake, and nobody must wait for its end.
  return null;
}

/**
 * Who is there every day of the week keeps no holidays. Beyond the years of the bank holidays every weekday counts as
 * open: a message to a closed practice costs a wait that ends by itself; a practice that is believed closed is not told.
 */
function isOpenOn({ days, bankHolidaysOf }: OpeningHours, date: LocalDate): boolean {
  if (days.length === weekdays.length) return true;
  if (!days.includes(weekdayOf(date))) return false;
  return !isCoveredByBankHolidays(date) || !isBankHoliday(date, bankHolidaysOf);
}

function timesOn(
  { from, to, timeZone }: OpeningHours,
  date: LocalDate,
): { readonly opens: Date; readonly closes: Date } {
  const closingDay = to > from ? date : plusDays(date, 1);
  return { opens: instantOf(date, from, timeZone), closes: instantOf(closingDay, to, timeZone) };
}

import { type BankHolidayRegion, isBankHoliday, isCoveredByBankHolidays } from './bank-holidays';
import { type ClockTime, instantOf, type LocalDate, localDateOf, plusDays, weekdayOf } from './local-time';

/** Where somebody works: by whose clock, and with whose holidays. */
export interface Workplace {
  readonly timeZone: string;
  readonly bankHolidaysOf: BankHolidayRegion;
}

/**
 * An organisation tells its opening hours in words for people to read; of its working day only the end counts here, and
 * that is the same for all.
 */
const workingDayEnds: ClockTime = '17:00';

/**
 * The end of the last of so many whole working days after the day of `at`: asked on a Friday for two, by Tuesday 17:00.
 * Monday to Friday, without the bank holidays that are known. Pure.
 */
export function endOfWorkingDaysAfter(at: Date, days: number, { timeZone, bankHolidaysOf }: Workplace): Date {
  let date = localDateOf(at, timeZone);
  for (let left = days; left > 0; ) {
    date = plusDays(date, 1);
    if (isWorkingDay(date, bankHolidaysOf)) left -= 1;
  }
  return instantOf(date, workingDayEnds, timeZone);
}

const isWorkingDay = (date: LocalDate, region: BankHolidayRegion): boolean =>
  !['sat', 'sun'].includes(weekdayOf(date)) && !(isCoveredByBankHolidays(date) && isBankHoliday(date, region));

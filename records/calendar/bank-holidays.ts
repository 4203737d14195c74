import type { LocalDate } from './local-time';

/** The three legal calendars of the United Kingdom. */
export const bankHolidayRegions = ['england-and-wales', 'scotland', 'northern-ireland'] as const;
export type BankHolidayRegion = (typeof bankHolidayRegions)[number];

/**
 * Months and days of each year, substitute days in place of those that fall on a weekend. Source: GOV.UK,
 * https://www.gov.uk/bank-holidays.json, as published in February 2026. And Scotland, 15 June 2026: Royal Proclamation of
 * 4 February 2026 under the Banking and Financial Dealings Act 1971, s 1(3).
 */
const bankHolidays: Readonly<Record<BankHolidayRegion, Readonly<Record<string, string>>>> = {
  'england-and-wales': {
    2024: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
    2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
    2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
    2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
    2028: '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
  },
  scotland: {
    2024: '01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26',
    2025: '01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26',
    2026: '01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28',
    2027: '01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28',
    2028: '01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26',
  },
  'northern-ireland': {
    2024: '01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26',
    2025: '01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26',
    2026: '01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28',
    2027: '01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28',
    2028: '01-03 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26',
  },
};

const coveredYears = Object.keys(bankHolidays['england-and-wales']).map(Number);
/** The first and the last year that the data covers. */
export const bankHolidayYears = { first: Math.min(...coveredYears), last: Math.max(...coveredYears) };

/** Whether the data says anything of this day's year. */
export const isCoveredByBankHolidays = (date: LocalDate): boolean => yearOf(date) in bankHolidays['england-and-wales'];

/** @throws RangeError for a year that the data does not cover */
export function isBankHoliday(date: LocalDate, region: BankHolidayRegion): boolean {
  const ofYear = bankHolidays[region][yearOf(date)];
  if (ofYear !== undefined) return ofYear.split(' ').includes(date.slice('2026-'.length));
  const { first, last } = bankHolidayYears;
  throw new RangeError(`Bank holidays are known for ${first} to ${last}, not for ${date}.`);
}

const yearOf = (date: LocalDate): string => date.slice(0, 4);

import { type LocalDate, plusDays, plusMonths } from './local-time';

/** A length of time by the calendar: how long it is depends on when it begins. Pure. */
export interface Period {
  readonly months: number;
  readonly days: number;
}

const isoPeriod = /^P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?$/;

/** An ISO 8601 duration in years, months, weeks and days: `P1Y`. @returns null for anything else */
export function readPeriod(text: string): Period | null {
  const parts = isoPeriod.exec(text);
  if (!parts) return null;
  const [years, months, weeks, days] = parts.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  return { months: years * 12 + months, days: weeks * 7 + days };
}

/** As readPeriod, for what was checked before it was kept. @throws RangeError naming the text */
export function periodOf(text: string): Period {
  const period = readPeriod(text);
  if (!period) throw new RangeError(`${text} is no period of years, months, weeks and days.`);
  return period;
}

const dayMs = 24 * 60 * 60_000;

/** No period of these is over sooner, wherever it begins: no month is shorter, and clocks are put forward within a day. */
export const leastMsOf = ({ months, days }: Period): number => (months * 28 + days - 1) * dayMs;

/** Months first, to that month's last day where it has no such date; then the days. */
export const plusPeriod = (date: LocalDate, { months, days }: Period): LocalDate =>
  plusDays(plusMonths(date, months), days);

/** `1 year and 6 months` */
export function inWords({ months, days }: Period): string {
  const parts = [counted(Math.floor(months / 12), 'year'), counted(months % 12, 'month'), counted(days, 'day')];
  return parts.filter((part) => part !== null).join(' and ') || 'no time';
}

const counted = (count: number, what: string): string | null =>
  count === 0 ? null : `${count} ${what}${count === 1 ? '' : 's'}`;

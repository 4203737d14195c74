import { type LocalDate, plusMonths } from '../../../records/calendar/local-time';

/** Months of a calendar by their first day. Pure. */

export const monthOf = (date: LocalDate): LocalDate => `${date.slice(0, 7)}-01`;

/** What an address asks for as `2026-11`; this month where it asks for none that there is, or for one of another age. */
export const monthAsked = (written: string, today: LocalDate): LocalDate =>
  /^2[01]\d\d-(0[1-9]|1[0-2])$/.test(written) ? `${written}-01` : monthOf(today);

/** `November 2026` */
export const monthInWords = (month: LocalDate): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(
    new Date(`${month}T00:00:00Z`),
  );

/** As an address asks for the month so many months from this one. */
export const monthBeside = (month: LocalDate, months: number): string => plusMonths(month, months).slice(0, 7);

import { type ClockTime, type LocalDate, localDateOf } from './local-time';

/** Days and times as people read them. What may be read long after has its year. */

/** `Sat 28 Nov 20:00`, by the clock of that place. */
export function dayAndTime(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('hour')}:${part('minute')}`;
}

/** `Sat 28 Nov 20:00 2026`, by the clock of that place. */
export const dayTimeAndYear = (instant: Date, timeZone: string): string =>
  `${dayAndTime(instant, timeZone)} ${new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric' }).format(instant)}`;

/** `28 November 2026 at 20:00`, by the clock of that place. */
export const dayAndTimeInWords = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'long', timeStyle: 'short' }).format(instant);

/** `28 Nov 2026, 20:00:05`, by the clock of that place. */
export const toTheSecond = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'medium' }).format(instant);

/** `Monday 23 November 2026` */
export const dayInWords = (date: LocalDate): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
    .format(new Date(`${date}T00:00:00Z`))
    .replace(',', '');

/** `08:00`, by the clock of that place. */
export const timeOfDay = (instant: Date, timeZone: string): ClockTime =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instant);

/** As a browser's field for a date and a time has it: `2026-11-23T09:30`, by the clock of that place. */
export const dayAndTimeField = (instant: Date, timeZone: string): string =>
  `${localDateOf(instant, timeZone)}T${timeOfDay(instant, timeZone)}`;

/** What a clock there is set to, as people call it: `BST`. */
export const nameOfClock = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;

/** `28 Nov 2026`, by the calendar of that place. */
export const dayWithYear = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' }).format(instant);

import { dayAndTime, dayTimeAndYear } from '../../../records/calendar/day-and-time';
import { instantOf, localDateOf } from '../../../records/calendar/local-time';
import { listed } from '../../../records/urgent-care/labels';

/** Moments and lengths of time, as people in the console read and write them. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const units = [
  ['day', 'd', 24 * hourMs],
  ['hour', 'h', hourMs],
  ['minute', 'min', minuteMs],
  ['second', 's', 1_000],
] as const;

/** `1 hour and 30 minutes`, to the second. */
export function spanInWords(ms: number): string {
  const parts = partsOf(ms).map(({ count, unit }) => `${count} ${unit}${count === 1 ? '' : 's'}`);
  return parts.length === 0 ? 'no time' : listed(parts);
}

/** `1 h 30 min`, to the second. */
export function spanInShort(ms: number): string {
  const parts = partsOf(ms).map(({ count, short }) => `${count} ${short}`);
  return parts.length === 0 ? '0 min' : parts.join(' ');
}

function partsOf(ms: number) {
  let rest = ms;
  return units.flatMap(([unit, short, unitMs]) => {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    return count === 0 ? [] : [{ count, unit, short }];
  });
}

/** Whether its minutes matter: less than two days from now, or over for less than two. */
export const isNear = (due: Date | string, now: Date): boolean =>
  Math.abs(new Date(due).getTime() - now.getTime()) < 48 * hourMs;

/** `12 min left`, `3 h 05 min left`, `8 min over`; `12 days left` for what is not near. Whole minutes: a script on the page counts the seconds. */
export function timeLeft(due: Date | string, now: Date): string {
  const ms = new Date(due).getTime() - now.getTime();
  const away = Math.abs(ms);
  const span = isNear(due, now)
    ? inHours(Math.floor(away / minuteMs) * minuteMs)
    : `${Math.floor(away / (24 * hourMs))} days`;
  return ms >= 0 ? `${span} left` : `${span} over`;
}

function inHours(ms: number): string {
  const [hours, minutes] = [Math.floor(ms / hourMs), Math.floor((ms % hourMs) / minuteMs)];
  return hours === 0 ? `${minutes} min` : `${hours} h ${String(minutes).padStart(2, '0')} min`;
}

/** `Sat 28 Nov 20:00`, by the clock of that place; `Sat 28 Nov 20:00 2025` where that is not the year it is now. */
export function momentSeenFrom(now: Date, at: Date | string, timeZone: string): string {
  const instant = new Date(at);
  const isThisYear = localDateOf(instant, timeZone).slice(0, 4) === localDateOf(now, timeZone).slice(0, 4);
  return isThisYear ? dayAndTime(instant, timeZone) : dayTimeAndYear(instant, timeZone);
}

/**
 * The instant that somebody wrote. A browser sends what the clock on the wall shows, as `2026-11-23T09:30`; what is no
 * moment stays as it is, and is refused by the contract.
 */
export function momentIn(written: string | undefined, timeZone: string): string | undefined {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(written ?? '') ?? [];
  return date && time ? instantOf(date, time, timeZone).toISOString() : written;
}

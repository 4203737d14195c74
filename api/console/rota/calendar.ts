import { dayInWords, nameOfClock, timeOfDay } from '../../../records/calendar/day-and-time';
import type { LocalDate } from '../../../records/calendar/local-time';
import type { Stretch } from '../../../records/rota/duty';
import type { RotaTierName } from '../../../records/rota/rota';
import type { RotaDay } from '../../../records/rota/week';

/** A week as its page draws it. Pure. */

export interface CalendarDay {
  readonly date: LocalDate;
  readonly name: string;
  readonly isToday: boolean;
  /** Said of the two days on which the clocks are changed; null on all others. */
  readonly length: string | null;
  readonly tiers: readonly { readonly name: RotaTierName; readonly stretches: readonly Drawn[] }[];
}

/** One stretch of a day: who, when in words, and where its bar begins and how long it is, in hundredths of the day. */
export interface Drawn {
  /** null: nobody. */
  readonly staffId: string | null;
  readonly when: string;
  readonly start: number;
  readonly length: number;
}

export const calendarOf = (days: readonly RotaDay[], today: LocalDate, timeZone: string): readonly CalendarDay[] =>
  days.map((day) => ({
    date: day.date,
    name: dayInWords(day.date),
    isToday: day.date === today,
    length: day.hours === 24 ? null : `${day.hours} hours: the clocks go ${day.hours < 24 ? 'forward' : 'back'}`,
    tiers: day.tiers.map(({ name, stretches }) => ({
      name,
      stretches: stretches.map((stretch) => drawn(stretch, day, timeZone)),
    })),
  }));

function drawn({ staffId, from, to }: Stretch, day: RotaDay, timeZone: string): Drawn {
  const hundredth = (day.to.getTime() - day.from.getTime()) / 100;
  return {
    staffId,
    when: inWords({ from, to }, day, timeZone),
    start: (from.getTime() - day.from.getTime()) / hundredth,
    length: (to.getTime() - from.getTime()) / hundredth,
  };
}

function inWords({ from, to }: Pick<Stretch, 'from' | 'to'>, day: RotaDay, timeZone: string): string {
  const ends = to.getTime() === day.to.getTime();
  if (ends && from.getTime() === day.from.getTime()) return 'All day';
  return `${clockAt(from, day, timeZone)} to ${ends ? 'midnight' : clockAt(to, day, timeZone)}`;
}

/** Where the clocks are changed one time is shown twice, and only its clock tells which. */
const clockAt = (at: Date, { hours }: RotaDay, timeZone: string): string =>
  hours === 24 ? timeOfDay(at, timeZone) : `${timeOfDay(at, timeZone)} ${nameOfClock(at, timeZone)}`;

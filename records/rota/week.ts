import { weekdays } from '../../workflows/shared/weekdays';
import { datesBetween, instantOf, type LocalDate, plusDays, weekdayOf } from '../calendar/local-time';
import { type Stretch, stretchesBetween } from './duty';
import type { Rota, RotaTierName } from './rota';

/** A week of a rota as a calendar shows it. Pure. */

export interface RotaDay {
  readonly date: LocalDate;
  readonly from: Date;
  /** The first moment of the next day. */
  readonly to: Date;
  /** 24, and 23 or 25 on the two days on which the clocks are changed. */
  readonly hours: number;
  readonly tiers: readonly { readonly name: RotaTierName; readonly stretches: readonly Stretch[] }[];
}

/** The seven days from this one, from midnight to midnight by the clock of that place, and who is on duty on each. */
export const weekOf = (rota: Rota, first: LocalDate, timeZone: string): readonly RotaDay[] =>
  datesBetween(first, plusDays(first, 6)).map((date) => {
    const [from, to] = [midnightOf(date, timeZone), midnightOf(plusDays(date, 1), timeZone)];
    const stretches = stretchesBetween(rota, from, to);
    return {
      date,
      from,
      to,
      hours: (to.getTime() - from.getTime()) / hourMs,
      tiers: rota.tiers.map(({ name }) => ({ name, stretches: stretches.filter(({ tier }) => tier === name) })),
    };
  });

/** The Monday with which the week of this day begins. */
export const mondayOf = (date: LocalDate): LocalDate => plusDays(date, -weekdays.indexOf(weekdayOf(date)));

const hourMs = 60 * 60_000;
const midnightOf = (date: LocalDate, timeZone: string): Date => instantOf(date, '00:00', timeZone);

import type { Weekday } from '../../workflows/shared/weekdays';
import type { ClockTime } from '../calendar/local-time';

/** Who is on call, as an organisation saves it. domain.md §1 and §3.3 */

/** In the order in which they are asked, after the owner of a case. */
export const tiersOfTheRota = ['duty-clinician', 'supervisor'] as const;
/** The role that somebody on duty must have. */
export type RotaTierName = (typeof tiersOfTheRota)[number];

export interface Rota {
  /** Where `days`, `from` and `to` are read: `Europe/London`. */
  readonly timeZone: string;
  readonly tiers: readonly RotaTier[];
}

export interface SavedRota extends Rota {
  readonly version: number;
}

export interface RotaTier {
  readonly name: RotaTierName;
  readonly shifts: readonly Shift[];
  readonly overrides: readonly Override[];
}

/** Every week, beginning on each of these days. One whose `to` is not after its `from` ends on the next day. */
export interface Shift {
  readonly staffId: string;
  readonly days: readonly Weekday[];
  readonly from: ClockTime;
  readonly to: ClockTime;
}

/** Once, in place of whatever shift there is: somebody else is on duty, or, with null, nobody. ISO instants. */
export interface Override {
  readonly staffId: string | null;
  readonly from: string;
  readonly to: string;
}

import { type Weekday, weekdays } from '../../workflows/shared/weekdays';
import { minutesBetween, minutesOf } from '../calendar/local-time';
import type { Override, Rota, RotaTier, RotaTierName, Shift } from './rota';

/** What makes a rota impossible to follow. Pure. */

export interface RotaFault {
  /** Where it is in what was given: `tiers/0/shifts/2`. */
  readonly path: string;
  readonly message: string;
}

/** Somebody who may be put on a rota, and for what. */
export interface RotaCandidate {
  readonly id: string;
  readonly roles: readonly string[];
}

/** Everything that is wrong, in the order in which it stands there; none if it can be followed. */
export function faultsOf({ tiers }: Rota, staff: readonly RotaCandidate[]): readonly RotaFault[] {
  return tiers.flatMap((tier, index) => {
    const path = `tiers/${index}`;
    return [
      ...tier.shifts.flatMap((shift, at) => faultsOfShift(tier.name, shift, staff, `${path}/shifts/${at}`)),
      ...tier.overrides.flatMap((override, at) =>
        faultsOfOverride(tier.name, override, staff, `${path}/overrides/${at}`),
      ),
      ...overlapsOfShifts(tier, path),
      ...overlapsOfOverrides(tier, path),
    ];
  });
}

function faultsOfShift(
  tier: RotaTierName,
  { staffId, from, to }: Shift,
  staff: readonly RotaCandidate[],
  path: string,
): readonly RotaFault[] {
  const noTime = { path, message: 'begins and ends at the same time; a whole day is from 00:00 to 24:00' };
  return [...faultsOfStaff(tier, staffId, staff, path), ...(from === to ? [noTime] : [])];
}

function faultsOfOverride(
  tier: RotaTierName,
  { staffId, from, to }: Override,
  staff: readonly RotaCandidate[],
  path: string,
): readonly RotaFault[] {
  const noTime = { path, message: 'does not end after it begins' };
  const nobody = staffId === null ? [] : faultsOfStaff(tier, staffId, staff, path);
  return [...nobody, ...(new Date(from) < new Date(to) ? [] : [noTime])];
}

function faultsOfStaff(
  tier: RotaTierName,
  staffId: string,
  staff: readonly RotaCandidate[],
  path: string,
): readonly RotaFault[] {
  const known = staff.find(({ id }) => id === staffId);
  if (!known) return [{ path: `${path}/staffId`, message: 'is no member of staff of this organisation' }];
  return known.roles.includes(tier) ? [] : [{ path: `${path}/staffId`, message: `does not have the role ${tier}` }];
}

function overlapsOfShifts({ shifts }: RotaTier, path: string): readonly RotaFault[] {
  return pairsOf(shifts).flatMap(([one, other, first, second]) => {
    const day = one.days.find((day) => other.days.some((otherDay) => shiftsOverlap(one, day, other, otherDay)));
    if (!day) return [];
    const names = `${path}/shifts/${first} (${described(one)}) and ${path}/shifts/${second} (${described(other)})`;
    return [{ path: `${path}/shifts/${second}`, message: `two are on duty at once: ${names} overlap` }];
  });
}

/** The week goes round: what begins on Sunday may end on Monday. */
function shiftsOverlap(one: Shift, day: Weekday, other: Shift, otherDay: Weekday): boolean {
  const starts = startInWeek(one, day);
  const otherStarts = startInWeek(other, otherDay);
  const behind = (otherStarts - starts + minutesAWeek) % minutesAWeek;
  return behind < minutesBetween(one.from, one.to) || minutesAWeek - behind < minutesBetween(other.from, other.to);
}

const minutesAWeek = 7 * 24 * 60;
const startInWeek = ({ from }: Shift, day: Weekday): number => weekdays.indexOf(day) * 24 * 60 + minutesOf(from);

const described = ({ days, from, to }: Shift): string => `${days.join(', ')} ${from} to ${to}`;

function overlapsOfOverrides({ overrides }: RotaTier, path: string): readonly RotaFault[] {
  return pairsOf(overrides).flatMap(([one, other, first, second]) => {
    const apart = new Date(one.to) <= new Date(other.from) || new Date(other.to) <= new Date(one.from);
    if (apart) return [];
    const names = `${path}/overrides/${first} and ${path}/overrides/${second}`;
    return [{ path: `${path}/overrides/${second}`, message: `two stand in at once: ${names} overlap` }];
  });
}

/** Each two of the list, with where they stand in it. */
function pairsOf<T>(list: readonly T[]): readonly (readonly [T, T, number, number])[] {
  return list.flatMap((one, first) =>
    list.flatMap((other, second) => (first < second ? [[one, other, first, second] as const] : [])),
  );
}

import { dayAndTimeField } from '../../../records/calendar/day-and-time';
import type { Override, RotaTier, Shift } from '../../../records/rota/rota';
import { type Form, rowsIn, text, ticked } from '../frame/forms';
import { momentIn } from '../frame/moments';

/** Who is on duty in one tier, as a form shows and sends it. Pure. */

export interface TierForm {
  readonly shifts: readonly ShiftRow[];
  readonly overrides: readonly OverrideRow[];
}

interface ShiftRow {
  readonly staffId: string;
  readonly days: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** Its times as a browser's field has them; `was` are the instants that were saved, which may say more than a clock does. */
interface OverrideRow {
  readonly staffId: string;
  readonly from: string;
  readonly to: string;
  readonly was: { readonly from: string; readonly to: string };
}

/** In place of somebody's id. */
export const nobody = 'nobody';

/** What stands there now: those who stand in from this moment on, since what is over is not changed any more. */
export const formOf = ({ shifts, overrides }: RotaTier, timeZone: string, now: Date): TierForm => ({
  shifts: shifts.map(({ staffId, days, from, to }) => ({ staffId, days, from, to: to === '24:00' ? '00:00' : to })),
  overrides: overrides
    .filter((one) => !isOver(one, now))
    .map(({ staffId, from, to }) => ({
      staffId: staffId ?? nobody,
      from: dayAndTimeField(new Date(from), timeZone),
      to: dayAndTimeField(new Date(to), timeZone),
      was: { from, to },
    })),
});

export const isOver = ({ to }: Override, now: Date): boolean => new Date(to) <= now;

/** What was filled in, without the rows in which nothing was, and as its buttons for adding and removing leave it. */
export function formIn(given: Form): TierForm {
  const [what, list, row] = text(given, 'go').split('/');
  const kept = (name: string) =>
    rowsIn(given, name).filter((one) => !(what === 'remove' && list === name && row === String(one)));
  const shifts = kept('shifts').map((at) => shiftAt(given, `shifts/${at}`));
  const overrides = kept('overrides').map((at) => overrideAt(given, `overrides/${at}`));
  return {
    shifts: [...shifts.filter((one) => !isEmpty(one)), ...(what === 'add' && list === 'shifts' ? [emptyShift] : [])],
    overrides: [
      ...overrides.filter((one) => !isEmpty(one)),
      ...(what === 'add' && list === 'overrides' ? [emptyOverride] : []),
    ],
  };
}

const emptyShift: ShiftRow = { staffId: '', days: [], from: '', to: '' };
const emptyOverride: OverrideRow = { staffId: '', from: '', to: '', was: { from: '', to: '' } };

const isEmpty = ({ staffId, from, to, ...row }: ShiftRow | OverrideRow): boolean =>
  staffId === '' && from === '' && to === '' && !('days' in row && row.days.length > 0);

const shiftAt = (given: Form, at: string): ShiftRow => ({
  staffId: text(given, `${at}/staffId`),
  days: ticked(given, `${at}/days`),
  from: text(given, `${at}/from`),
  to: text(given, `${at}/to`),
});

const overrideAt = (given: Form, at: string): OverrideRow => ({
  staffId: text(given, `${at}/staffId`),
  from: text(given, `${at}/from`),
  to: text(given, `${at}/to`),
  was: { from: text(given, `${at}/was/from`), to: text(given, `${at}/was/to`) },
});

/** As the contract takes a tier; what is not as it should be is refused there. */
export const tierIn = ({ shifts, overrides }: TierForm, timeZone: string) => ({
  shifts: shifts.map((shift) => ({ ...shift, to: endOf(shift) })),
  overrides: overrides.map(({ staffId, from, to, was }) => ({
    staffId: staffId === nobody ? null : staffId,
    from: instantIn(from, was.from, timeZone),
    to: instantIn(to, was.to, timeZone),
  })),
});

/** A browser's field has no 24:00. As the end of a shift both are the midnight that ends the day. */
const endOf = ({ to }: Pick<Shift, 'to'>): string => (to === '00:00' ? '24:00' : to);

/** Whoever left the field as it was meant the moment that was saved: in autumn a clock shows an hour of them twice. */
function instantIn(written: string, was: string, timeZone: string): string | undefined {
  const saved = new Date(was);
  if (!Number.isNaN(saved.getTime()) && dayAndTimeField(saved, timeZone) === written) return was;
  return momentIn(written, timeZone);
}

import { datesBetween, instantOf, localDateOf, plusDays, weekdayOf } from '../calendar/local-time';
import type { Override, Rota, RotaTier, RotaTierName, Shift } from './rota';

/** Who is on duty, worked out from what was saved. Pure: the moment is given, never asked for. */

/** A stretch of time in which one of a tier is on duty, or nobody. */
export interface Stretch {
  readonly tier: RotaTierName;
  readonly from: Date;
  readonly to: Date;
  /** null: nobody. */
  readonly staffId: string | null;
}

/** A stretch of time in which nobody of a tier is on duty. */
export type Gap = Omit<Stretch, 'staffId'>;

interface Span {
  readonly from: Date;
  /** The first moment after it. */
  readonly to: Date;
}

/** The one of this tier who is on duty at this moment; null in a gap. */
export function onDutyAt({ timeZone, tiers }: Rota, name: RotaTierName, at: Date): string | null {
  const tier = tiers.find((one) => one.name === name);
  if (!tier) return null;
  const override = tier.overrides.find((one) => covers(spanOf(one), at));
  if (override) return override.staffId;
  const shift = tier.shifts.find((one) =>
    spansOf(one, timeZone, { from: at, to: at }).some((span) => covers(span, at)),
  );
  return shift?.staffId ?? null;
}

/** Where nobody is on duty between two moments, tier by tier and in order. */
export function gapsBetween(rota: Rota, from: Date, to: Date): readonly Gap[] {
  return stretchesBetween(rota, from, to).flatMap(({ staffId, ...gap }) => (staffId === null ? [gap] : []));
}

/** Who is on duty between two moments, tier by tier and in order, each stretch in one piece. */
export function stretchesBetween(rota: Rota, from: Date, to: Date): readonly Stretch[] {
  return rota.tiers.flatMap((tier) => stretchesOf(rota, tier, { from, to }));
}

/** Between two changes nothing changes: whoever is on duty at the one is until the other. */
function stretchesOf(rota: Rota, tier: RotaTier, within: Span): readonly Stretch[] {
  const changes = changesOf(rota, tier, within);
  const stretches: Stretch[] = [];
  for (const [index, from] of changes.entries()) {
    const to = changes[index + 1];
    if (!to) break;
    const staffId = onDutyAt(rota, tier.name, from);
    const before = stretches.at(-1);
    if (before?.staffId === staffId) stretches[stretches.length - 1] = { ...before, to };
    else stretches.push({ tier: tier.name, from, to, staffId });
  }
  return stretches;
}

function changesOf({ timeZone }: Rota, { shifts, overrides }: RotaTier, within: Span): readonly Date[] {
  const spans = [...shifts.flatMap((shift) => spansOf(shift, timeZone, within)), ...overrides.map(spanOf)];
  const inside = spans.flatMap(({ from, to }) => [from, to]).filter((at) => at > within.from && at < within.to);
  const instants = [within.from, ...inside, within.to].map((at) => at.getTime());
  return [...new Set(instants)].sort((one, other) => one - other).map((instant) => new Date(instant));
}

const spanOf = ({ from, to }: Override): Span => ({ from: new Date(from), to: new Date(to) });

/** Each time that the shift is worked on a day that touches the stretch, or on the day before: it may end on the next. */
function spansOf({ days, from, to }: Shift, timeZone: string, within: Span): readonly Span[] {
  const first = plusDays(localDateOf(within.from, timeZone), -1);
  return datesBetween(first, localDateOf(within.to, timeZone))
    .filter((date) => days.includes(weekdayOf(date)))
    .map((date) => ({
      from: instantOf(date, from, timeZone),
      to: instantOf(to > from ? date : plusDays(date, 1), to, timeZone),
    }));
}

const covers = ({ from, to }: Span, at: Date): boolean => from <= at && at < to;

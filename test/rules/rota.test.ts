import { gapsBetween, onDutyAt } from '../../records/rota/duty';
import { faultsOf } from '../../records/rota/faults';
import type { Override, Rota, RotaTier, Shift } from '../../records/rota/rota';

const everyDay: Shift['days'] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const weekdaysOnly: Shift['days'] = ['mon', 'tue', 'wed', 'thu', 'fri'];

const shift = (staffId: string, days: Shift['days'], from: string, to: string): Shift => ({ staffId, days, from, to });
const override = (staffId: string | null, from: string, to: string): Override => ({ staffId, from, to });

/** A rota of duty clinicians alone. */
function rotaOf(shifts: readonly Shift[], overrides: readonly Override[] = [], timeZone = 'Europe/London'): Rota {
  return { timeZone, tiers: [{ name: 'duty-clinician', shifts, overrides }] };
}
const onDuty = (rota: Rota, instant: string): string | null => onDutyAt(rota, 'duty-clinician', new Date(instant));
const gaps = (rota: Rota, from: string, to: string): readonly (readonly [string, string])[] =>
  gapsBetween(rota, new Date(from), new Date(to)).map((gap) => [gap.from.toISOString(), gap.to.toISOString()]);

// Mina by day and Bea by night.
const dayAndNight = rotaOf([shift('mina', everyDay, '08:00', '20:00'), shift('bea', everyDay, '20:00', '08:00')]);

describe('who is on duty', () => {
  test.each([
    ['one millisecond before a shift begins: the one before', '2026-11-20T07:59:59.999Z', 'bea'],
    ['as a shift begins: the new one', '2026-11-20T08:00:00.000Z', 'mina'],
    ['one millisecond before it ends: still the same', '2026-11-20T19:59:59.999Z', 'mina'],
    ['as it ends: the next', '2026-11-20T20:00:00.000Z', 'bea'],
    ['after midnight: whose night began the day before', '2026-11-21T03:00:00.000Z', 'bea'],
    ['in summer an hour earlier by UTC', '2026-07-20T07:00:00.000Z', 'mina'],
    ['in summer not before', '2026-07-20T06:59:59.999Z', 'bea'],
  ])('%s', (_what, instant, who) => {
    expect(onDuty(dayAndNight, instant)).toBe(who);
  });

  test('a night that begins on Sunday ends on Monday', () => {
    const rota = rotaOf([shift('bea', ['sun'], '20:00', '08:00')]);
    expect([
      onDuty(rota, '2026-11-22T20:00:00Z'),
      onDuty(rota, '2026-11-23T07:59:59Z'),
      onDuty(rota, '2026-11-23T08:00:00Z'),
      onDuty(rota, '2026-11-22T07:59:59Z'),
    ]).toEqual(['bea', 'bea', null, null]);
  });

  test('a day is read where the rota is kept, not where the service runs', () => {
    const rota = rotaOf([shift('mina', ['fri'], '08:00', '24:00')], [], 'America/New_York');
    expect([onDuty(rota, '2026-11-21T04:59:59Z'), onDuty(rota, '2026-11-21T05:00:00Z')]).toEqual(['mina', null]);
  });

  test.each([
    ['the clocks go forward', '2026-03-28T20:00:00Z', '2026-03-29T07:00:00Z', 11],
    ['the clocks go back', '2026-10-24T19:00:00Z', '2026-10-25T08:00:00Z', 13],
  ])('in the night in which %s, the night lasts from its first hour to its last', (_what, from, to, hours) => {
    const before = new Date(new Date(from).getTime() - 1).toISOString();
    const last = new Date(new Date(to).getTime() - 1).toISOString();
    expect([before, from, last, to].map((instant) => onDuty(dayAndNight, instant))).toEqual([
      'mina',
      'bea',
      'bea',
      'mina',
    ]);
    expect(new Date(to).getTime() - new Date(from).getTime()).toBe(hours * 60 * 60_000);
  });

  test('who stands in is on duty from their first moment to their last, whatever the shifts say', () => {
    const rota = rotaOf(dayAndNight.tiers[0]!.shifts, [
      override('nell', '2026-11-20T10:00:00Z', '2026-11-20T22:00:00+00:00'),
    ]);
    expect(
      ['09:59:59.999', '10:00:00.000', '21:59:59.999', '22:00:00.000'].map((time) =>
        onDuty(rota, `2026-11-20T${time}Z`),
      ),
    ).toEqual(['mina', 'nell', 'nell', 'bea']);
  });

  test('in place of a shift nobody can be on duty', () => {
    const rota = rotaOf(dayAndNight.tiers[0]!.shifts, [override(null, '2026-11-20T10:00:00Z', '2026-11-20T12:00:00Z')]);
    expect(onDuty(rota, '2026-11-20T11:00:00Z')).toBeNull();
  });

  test('a tier that the rota does not have has nobody', () => {
    expect(onDutyAt(dayAndNight, 'supervisor', new Date('2026-11-20T11:00:00Z'))).toBeNull();
  });
});

describe('gaps', () => {
  test('a rota around the clock has none, in either night in which the clocks change', () => {
    expect(gaps(dayAndNight, '2026-03-25T00:00:00Z', '2026-04-01T00:00:00Z')).toEqual([]);
    expect(gaps(dayAndNight, '2026-10-21T00:00:00Z', '2026-10-28T00:00:00Z')).toEqual([]);
  });

  test('evenings and a weekend without anyone are gaps, each in one piece', () => {
    const rota = rotaOf([shift('mina', weekdaysOnly, '08:00', '20:00')]);
    expect(gaps(rota, '2026-11-19T12:00:00Z', '2026-11-23T12:00:00Z')).toEqual([
      ['2026-11-19T20:00:00.000Z', '2026-11-20T08:00:00.000Z'],
      ['2026-11-20T20:00:00.000Z', '2026-11-23T08:00:00.000Z'],
    ]);
  });

  test('a gap under way is told from now, one that goes on to the end of what was asked for', () => {
    const rota = rotaOf([shift('mina', ['fri'], '08:00', '20:00')]);
    expect(gaps(rota, '2026-11-19T12:00:00Z', '2026-11-21T12:00:00Z')).toEqual([
      ['2026-11-19T12:00:00.000Z', '2026-11-20T08:00:00.000Z'],
      ['2026-11-20T20:00:00.000Z', '2026-11-21T12:00:00.000Z'],
    ]);
  });

  test('a rota of nobody is one gap', () => {
    expect(gaps(rotaOf([]), '2026-11-19T12:00:00Z', '2026-11-26T12:00:00Z')).toEqual([
      ['2026-11-19T12:00:00.000Z', '2026-11-26T12:00:00.000Z'],
    ]);
  });

  test('who stands in closes a gap, and where nobody does a gap opens', () => {
    const rota = rotaOf(
      [shift('mina', everyDay, '08:00', '20:00')],
      [
        override('nell', '2026-11-20T20:00:00Z', '2026-11-21T08:00:00Z'),
        override(null, '2026-11-21T12:00:00Z', '2026-11-21T14:00:00Z'),
      ],
    );
    expect(gaps(rota, '2026-11-20T12:00:00Z', '2026-11-21T18:00:00Z')).toEqual([
      ['2026-11-21T12:00:00.000Z', '2026-11-21T14:00:00.000Z'],
    ]);
  });

  test('each tier has its own', () => {
    const supervisors: RotaTier = { name: 'supervisor', shifts: [], overrides: [] };
    const rota: Rota = { ...dayAndNight, tiers: [...dayAndNight.tiers, supervisors] };
    const found = gapsBetween(rota, new Date('2026-11-20T00:00:00Z'), new Date('2026-11-20T01:00:00Z'));
    expect(found.map(({ tier }) => tier)).toEqual(['supervisor']);
  });

  test('at every quarter of an hour of a fortnight somebody is on duty, or it lies in a gap', () => {
    const rota = rotaOf(
      [shift('mina', weekdaysOnly, '07:30', '19:45'), shift('bea', ['fri', 'sat'], '21:00', '06:15')],
      [override('nell', '2026-10-25T00:15:00Z', '2026-10-25T03:00:00Z')],
    );
    const from = new Date('2026-10-19T00:00:00Z').getTime();
    const found = gapsBetween(rota, new Date(from), new Date(from + 14 * 24 * 60 * 60_000));
    for (let at = from; at < from + 14 * 24 * 60 * 60_000; at += 15 * 60_000) {
      const inAGap = found.some((gap) => gap.from.getTime() <= at && at < gap.to.getTime());
      const instant = new Date(at).toISOString();
      expect({ instant, inAGap }).toEqual({ instant, inAGap: onDuty(rota, instant) === null });
    }
  });
});

describe('what makes a rota impossible to follow', () => {
  const staff = ['mina', 'bea', 'nell'].map((id) => ({ id, roles: ['duty-clinician'] }));
  const faults = (rota: Rota): readonly string[] =>
    faultsOf(rota, [...staff, { id: 'ruth', roles: ['supervisor'] }]).map(({ path, message }) => `${path}: ${message}`);

  test('one around the clock is none', () => {
    expect(faults(dayAndNight)).toEqual([]);
  });

  test.each([
    ['on the same day', shift('mina', ['mon'], '08:00', '20:00'), shift('bea', ['mon'], '19:59', '23:00')],
    [
      'a night into the morning after',
      shift('mina', ['mon'], '20:00', '08:00'),
      shift('bea', ['tue'], '07:59', '12:00'),
    ],
    ['Sunday night into Monday', shift('mina', ['sun'], '20:00', '08:00'), shift('bea', ['mon'], '00:00', '24:00')],
    [
      'Monday with the night before it',
      shift('mina', ['mon'], '00:00', '24:00'),
      shift('bea', ['sun'], '20:00', '08:00'),
    ],
    [
      'on one of their days',
      shift('mina', weekdaysOnly, '08:00', '12:00'),
      shift('bea', ['fri', 'sat'], '10:00', '11:00'),
    ],
    ['the same stretch', shift('mina', ['mon'], '08:00', '20:00'), shift('bea', ['mon'], '08:00', '20:00')],
  ])('two shifts that overlap, %s: both are named', (_what, one, other) => {
    const [fault, ...others] = faults(rotaOf([one, other]));
    expect(fault).toMatch(/tiers\/0\/shifts\/0 .* and tiers\/0\/shifts\/1 .* overlap/);
    expect(others).toEqual([]);
  });

  test.each([
    ['one ends as the other begins', shift('mina', ['mon'], '08:00', '20:00'), shift('bea', ['mon'], '20:00', '08:00')],
    ['across the end of the week', shift('mina', ['sun'], '20:00', '08:00'), shift('bea', ['mon'], '08:00', '20:00')],
    [
      'whole days that follow each other',
      shift('mina', ['mon'], '00:00', '24:00'),
      shift('bea', ['tue'], '00:00', '24:00'),
    ],
    ['the same hours on other days', shift('mina', ['mon'], '08:00', '20:00'), shift('bea', ['tue'], '08:00', '20:00')],
  ])('two shifts that only touch are none: %s', (_what, one, other) => {
    expect(faults(rotaOf([one, other]))).toEqual([]);
  });

  test('a shift that begins and ends at once', () => {
    expect(faults(rotaOf([shift('mina', ['mon'], '08:00', '08:00')]))).toEqual([
      expect.stringMatching(/^tiers\/0\/shifts\/0: begins and ends at the same time/),
    ]);
  });

  test('somebody whom nobody knows, and somebody without the role', () => {
    const rota = rotaOf(
      [shift('nobody', ['mon'], '08:00', '20:00')],
      [override('ruth', '2026-11-20T10:00:00Z', '2026-11-20T12:00:00Z')],
    );
    expect(faults(rota)).toEqual([
      'tiers/0/shifts/0/staffId: is no member of staff of this organisation',
      'tiers/0/overrides/0/staffId: does not have the role duty-clinician',
    ]);
  });

  test.each([
    ['at once', '2026-11-20T10:00:00Z'],
    ['before it begins', '2026-11-20T09:00:00Z'],
    ['at once, written for another time zone', '2026-11-20T11:00:00+01:00'],
  ])('standing in that ends %s', (_what, to) => {
    expect(faults(rotaOf([], [override('nell', '2026-11-20T10:00:00Z', to)]))).toEqual([
      'tiers/0/overrides/0: does not end after it begins',
    ]);
  });

  test('two who stand in at once: both are named; one after the other is none', () => {
    const first = override('nell', '2026-11-20T10:00:00Z', '2026-11-20T12:00:00Z');
    const overlapping = override(null, '2026-11-20T11:59:59Z', '2026-11-20T13:00:00Z');
    const following = override('bea', '2026-11-20T12:00:00Z', '2026-11-20T13:00:00Z');
    expect(faults(rotaOf([], [first, overlapping]))).toEqual([
      expect.stringContaining('tiers/0/overrides/0 and tiers/0/overrides/1 overlap'),
    ]);
    expect(faults(rotaOf([], [first, following]))).toEqual([]);
  });
});

import { calendarOf } from '../../api/console/rota/calendar';
import type { Override, Rota, Shift } from '../../records/rota/rota';
import { mondayOf, weekOf } from '../../records/rota/week';
import { weekdays } from '../../workflows/shared/weekdays';

/** A week of the rota as the console's calendar shows it. */

const shift = (staffId: string, from: string, to: string, days: Shift['days'] = weekdays): Shift => ({
  staffId,
  days,
  from,
  to,
});
const rotaOf = (shifts: readonly Shift[], overrides: readonly Override[] = [], timeZone = 'Europe/London'): Rota => ({
  timeZone,
  tiers: [{ name: 'duty-clinician', shifts, overrides }],
});
const dayAndNight = rotaOf([shift('mina', '08:00', '20:00'), shift('bea', '20:00', '08:00')]);

/** Each stretch of a day as `08:00 to 20:00 mina @33+50`: where its bar begins and how long it is, of a hundred. */
function drawn(rota: Rota, first: string, timeZone = 'Europe/London'): readonly (readonly string[])[] {
  return calendarOf(weekOf(rota, first, timeZone), first, timeZone).map(({ tiers }) =>
    tiers.flatMap(({ stretches }) =>
      stretches.map(
        ({ staffId, when, start, length }) =>
          `${when} ${staffId ?? 'nobody'} @${Math.round(start)}+${Math.round(length)}`,
      ),
    ),
  );
}

test.each([
  ['2026-11-23', '2026-11-23'],
  ['2026-11-29', '2026-11-23'],
  ['2026-11-30', '2026-11-30'],
  ['2027-01-01', '2026-12-28'],
])('the week of %s begins on %s', (date, monday) => {
  expect(mondayOf(date)).toBe(monday);
});

describe('the days of a week, who is on duty when, and how long their bars are', () => {
  test.each<[string, Rota, string, readonly string[]]>([
    [
      'an ordinary day is cut at its midnights',
      dayAndNight,
      '2026-11-23',
      ['00:00 to 08:00 bea @0+33', '08:00 to 20:00 mina @33+50', '20:00 to midnight bea @83+17'],
    ],
    [
      'a day of 23 hours: an hour is missing from the night, and each bar is longer',
      dayAndNight,
      '2026-03-29',
      ['00:00 GMT to 08:00 BST bea @0+30', '08:00 BST to 20:00 BST mina @30+52', '20:00 BST to midnight bea @83+17'],
    ],
    [
      'a day of 25 hours: the night is an hour longer',
      dayAndNight,
      '2026-10-25',
      ['00:00 BST to 08:00 GMT bea @0+36', '08:00 GMT to 20:00 GMT mina @36+48', '20:00 GMT to midnight bea @84+16'],
    ],
    [
      'the hour that the clocks show twice: which of them is told',
      rotaOf(
        [shift('mina', '00:00', '24:00')],
        [{ staffId: 'bea', from: '2026-10-25T00:30:00Z', to: '2026-10-25T01:30:00Z' }],
      ),
      '2026-10-25',
      ['00:00 BST to 01:30 BST mina @0+6', '01:30 BST to 01:30 GMT bea @6+4', '01:30 GMT to midnight mina @10+90'],
    ],
    ['one person around the clock', rotaOf([shift('mina', '00:00', '24:00')]), '2026-11-23', ['All day mina @0+100']],
    ['nobody', rotaOf([]), '2026-11-23', ['All day nobody @0+100']],
    [
      'nobody stands in',
      rotaOf(
        [shift('mina', '00:00', '24:00')],
        [{ staffId: null, from: '2026-11-23T12:00:00Z', to: '2026-11-24T00:00:00Z' }],
      ),
      '2026-11-23',
      ['00:00 to 12:00 mina @0+50', '12:00 to midnight nobody @50+50'],
    ],
    [
      'a shift of elsewhere is shown by the clock of here',
      rotaOf([shift('mina', '08:00', '16:00')], [], 'America/New_York'),
      '2026-11-23',
      ['00:00 to 13:00 nobody @0+54', '13:00 to 21:00 mina @54+33', '21:00 to midnight nobody @88+13'],
    ],
  ])('%s', (_what, rota, date, stretches) => {
    expect(drawn(rota, date)[0]).toEqual(stretches);
  });

  test.each([
    ['in which the clocks go forward', '2026-03-23', [24, 24, 24, 24, 24, 24, 23], '23 hours: the clocks go forward'],
    ['in which the clocks go back', '2026-10-19', [24, 24, 24, 24, 24, 24, 25], '25 hours: the clocks go back'],
    ['like any other', '2026-11-23', [24, 24, 24, 24, 24, 24, 24], null],
  ])('a week %s', (_what, monday, hours, said) => {
    const days = weekOf(dayAndNight, monday, 'Europe/London');
    expect(days.map((day) => day.hours)).toEqual(hours);
    expect(days.slice(1).map(({ from }) => from)).toEqual(days.slice(0, -1).map(({ to }) => to));
    const calendar = calendarOf(days, '2026-11-25', 'Europe/London');
    expect(calendar.map(({ length }) => length)).toEqual([null, null, null, null, null, null, said]);
    expect(calendar.filter(({ isToday }) => isToday).map(({ name }) => name)).toEqual(
      monday === '2026-11-23' ? ['Wednesday 25 November 2026'] : [],
    );
  });

  test('every bar of a day begins where the one before ends, and they fill the day', () => {
    for (const monday of ['2026-03-23', '2026-10-19', '2026-11-23']) {
      for (const { tiers } of calendarOf(weekOf(dayAndNight, monday, 'Europe/London'), monday, 'Europe/London')) {
        const stretches = tiers.flatMap((tier) => tier.stretches);
        let end = 0;
        for (const { start, length } of stretches) {
          expect(start).toBeCloseTo(end);
          end = start + length;
        }
        expect(end).toBeCloseTo(100);
      }
    }
  });
});

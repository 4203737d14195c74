import {
  datesBetween,
  instantOf,
  isTimeZone,
  localDateOf,
  minutesBetween,
  plusDays,
  plusMonths,
  weekdayOf,
} from '../../records/calendar/local-time';

const london = 'Europe/London';

describe('the instant of a time of day', () => {
  test.each([
    ['in winter', '2026-11-20', '08:00', london, '2026-11-20T08:00:00.000Z'],
    ['in summer', '2026-07-20', '08:00', london, '2026-07-20T07:00:00.000Z'],
    ['elsewhere', '2026-11-20', '08:00', 'America/New_York', '2026-11-20T13:00:00.000Z'],
    ['the midnight that begins a day', '2026-07-20', '00:00', london, '2026-07-19T23:00:00.000Z'],
    ['the midnight that ends a day', '2026-07-20', '24:00', london, '2026-07-20T23:00:00.000Z'],
    ['the midnight that ends a month', '2026-11-30', '24:00', london, '2026-12-01T00:00:00.000Z'],
    ['before the clocks go forward', '2026-03-29', '00:30', london, '2026-03-29T00:30:00.000Z'],
    ['that the clocks skip', '2026-03-29', '01:30', london, '2026-03-29T01:30:00.000Z'],
    ['after the clocks went forward', '2026-03-29', '02:00', london, '2026-03-29T01:00:00.000Z'],
    ['before the clocks go back', '2026-10-25', '00:30', london, '2026-10-24T23:30:00.000Z'],
    ['that the clocks show twice', '2026-10-25', '01:30', london, '2026-10-25T01:30:00.000Z'],
    ['after the clocks went back', '2026-10-25', '02:00', london, '2026-10-25T02:00:00.000Z'],
  ])('%s', (_when, date, time, timeZone, instant) => {
    expect(instantOf(date, time, timeZone).toISOString()).toBe(instant);
  });
});

test.each([
  ['2026-07-19T22:59:59.999Z', london, '2026-07-19'],
  ['2026-07-19T23:00:00.000Z', london, '2026-07-20'],
  ['2026-11-20T04:59:00.000Z', 'America/New_York', '2026-11-19'],
  ['2026-11-20T11:00:00.000Z', 'Pacific/Auckland', '2026-11-21'],
])('at %s the calendar in %s shows %s', (instant, timeZone, date) => {
  expect(localDateOf(new Date(instant), timeZone)).toBe(date);
});

test.each([
  ['2026-02-28', 1, '2026-03-01'],
  ['2028-02-28', 1, '2028-02-29'],
  ['2026-12-31', 1, '2027-01-01'],
  ['2026-03-01', -1, '2026-02-28'],
])('%s and %i days is %s', (date, days, other) => {
  expect(plusDays(date, days)).toBe(other);
});

test('weekdays go by their names, and dates in their order', () => {
  const week = datesBetween('2026-11-16', '2026-11-22');
  expect(week.map(weekdayOf)).toEqual(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
});

test.each([
  ['08:00', '20:00', 12 * 60],
  ['20:00', '08:00', 12 * 60],
  ['00:00', '24:00', 24 * 60],
  ['22:30', '00:00', 90],
])('from %s to %s are %i minutes', (from, to, minutes) => {
  expect(minutesBetween(from, to)).toBe(minutes);
});

test.each(['Europe/London', 'America/Argentina/Ushuaia', 'UTC'])('%s is a time zone', (name) => {
  expect(isTimeZone(name)).toBe(true);
});
test.each(['', '+01:00', 'London', 'Europe/Atlantis', '08:00'])('"%s" is none', (name) => {
  expect(isTimeZone(name)).toBe(false);
});

test.each([
  ['2026-11-02', 1, '2026-12-02'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2026-10-31', 1, '2026-11-30'],
  ['2026-11-30', 3, '2027-02-28'],
])('the corresponding date of %s, %i months later, is %s', (date, months, later) => {
  expect(plusMonths(date, months)).toBe(later);
});

import { endOfWorkingDaysAfter, type Workplace } from '../../records/calendar/working-days';

/** How long a practitioner has to answer: the end of the second whole working day. domain.md §2.6 */

const london: Workplace = { timeZone: 'Europe/London', bankHolidaysOf: 'england-and-wales' };
const endOf = (asked: string, workplace = london): string =>
  endOfWorkingDaysAfter(new Date(asked), 2, workplace).toISOString();

test.each([
  ['Monday morning: Wednesday', '2026-11-16T08:00:00Z', '2026-11-18T17:00:00.000Z'],
  ['a millisecond before Tuesday: still Wednesday', '2026-11-16T23:59:59.999Z', '2026-11-18T17:00:00.000Z'],
  ['as Tuesday begins: Thursday', '2026-11-17T00:00:00Z', '2026-11-19T17:00:00.000Z'],
  ['Thursday: Monday', '2026-11-19T12:00:00Z', '2026-11-23T17:00:00.000Z'],
  ['Friday evening: Tuesday', '2026-11-20T18:00:00Z', '2026-11-24T17:00:00.000Z'],
  ['Saturday, too', '2026-11-21T12:00:00Z', '2026-11-24T17:00:00.000Z'],
  ['Sunday, too', '2026-11-22T23:59:59Z', '2026-11-24T17:00:00.000Z'],
  ['in summer by the summer clock', '2026-07-20T09:00:00Z', '2026-07-22T16:00:00.000Z'],
  ['a summer night belongs to the next day there', '2026-07-20T23:30:00Z', '2026-07-23T16:00:00.000Z'],
  ['over the night in which the clocks go forward', '2026-03-27T12:00:00Z', '2026-03-31T16:00:00.000Z'],
  ['Maundy Thursday: over Good Friday and Easter Monday', '2026-04-02T12:00:00Z', '2026-04-08T16:00:00.000Z'],
  ['Christmas Eve: over a substitute day', '2026-12-24T12:00:00Z', '2026-12-30T17:00:00.000Z'],
  ['beyond the years whose holidays are known: weekdays only', '2035-12-24T12:00:00Z', '2035-12-26T17:00:00.000Z'],
])('asked on %s', (_when, asked, end) => {
  expect(endOf(asked)).toBe(end);
});

test('each place keeps its own holidays', () => {
  const asked = '2026-11-27T12:00:00Z';
  expect(endOf(asked)).toBe('2026-12-01T17:00:00.000Z');
  // St Andrew's Day.
  expect(endOf(asked, { ...london, bankHolidaysOf: 'scotland' })).toBe('2026-12-02T17:00:00.000Z');
});

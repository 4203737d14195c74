import {
  type BankHolidayRegion,
  bankHolidayRegions,
  isBankHoliday,
  isCoveredByBankHolidays,
} from '../../records/calendar/bank-holidays';
import { datesBetween, weekdayOf } from '../../records/calendar/local-time';
import { type OpeningHours, opensAt } from '../../records/calendar/opening-hours';

const surgery: OpeningHours = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '08:00',
  to: '18:30',
  timeZone: 'Europe/London',
  bankHolidaysOf: 'england-and-wales',
};
const next = (instant: string, changes: Partial<OpeningHours> = {}): string =>
  opensAt({ ...surgery, ...changes }, new Date(instant))?.toISOString() ?? 'open';

describe('when a practice opens', () => {
  test.each([
    ['a millisecond before it opens', '2026-11-20T07:59:59.999Z', '2026-11-20T08:00:00.000Z'],
    ['as it opens', '2026-11-20T08:00:00.000Z', 'open'],
    ['a millisecond after it opened', '2026-11-20T08:00:00.001Z', 'open'],
    ['a millisecond before it closes', '2026-11-19T18:29:59.999Z', 'open'],
    ['as it closes: the next morning', '2026-11-19T18:30:00.000Z', '2026-11-20T08:00:00.000Z'],
    ['Friday evening: Monday', '2026-11-20T18:30:00.000Z', '2026-11-23T08:00:00.000Z'],
    ['Saturday noon: Monday', '2026-11-21T12:00:00.000Z', '2026-11-23T08:00:00.000Z'],
    ['in summer by the summer clock', '2026-07-20T06:59:59.999Z', '2026-07-20T07:00:00.000Z'],
    ['in summer as it opens', '2026-07-20T07:00:00.000Z', 'open'],
    ['the weekend in which the clocks go forward', '2026-03-27T18:30:00.000Z', '2026-03-30T07:00:00.000Z'],
    ['the weekend in which the clocks go back', '2026-10-23T17:30:00.000Z', '2026-10-26T08:00:00.000Z'],
    ['Thursday before Easter: Tuesday', '2026-04-02T17:30:00.000Z', '2026-04-07T07:00:00.000Z'],
    ['Easter Monday: Tuesday', '2026-04-06T10:00:00.000Z', '2026-04-07T07:00:00.000Z'],
    ['Christmas Eve: after the substitute of Boxing Day', '2026-12-24T18:30:00.000Z', '2026-12-29T08:00:00.000Z'],
    ['New Year’s Eve: the second of January is a weekend', '2026-12-31T18:30:00.000Z', '2027-01-04T08:00:00.000Z'],
  ])('%s', (_when, instant, opens) => {
    expect(next(instant)).toBe(opens);
  });

  test.each<[string, BankHolidayRegion, string, string]>([
    ['Easter Monday', 'scotland', '2026-04-06T10:00:00.000Z', 'open'],
    ['2 January', 'scotland', '2026-01-02T10:00:00.000Z', '2026-01-05T08:00:00.000Z'],
    ['2 January', 'england-and-wales', '2026-01-02T10:00:00.000Z', 'open'],
    ['St Patrick’s Day', 'northern-ireland', '2026-03-17T10:00:00.000Z', '2026-03-18T08:00:00.000Z'],
    ['St Patrick’s Day', 'england-and-wales', '2026-03-17T10:00:00.000Z', 'open'],
    ['15 June 2026', 'scotland', '2026-06-15T10:00:00.000Z', '2026-06-16T07:00:00.000Z'],
  ])('%s in %s', (_day, bankHolidaysOf, instant, opens) => {
    expect(next(instant, { bankHolidaysOf })).toBe(opens);
  });

  test('who is there every day of the week around the clock never closes, on no bank holiday either', () => {
    const always: Partial<OpeningHours> = {
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      from: '00:00',
      to: '24:00',
    };
    expect(next('2026-11-22T23:59:59.999Z', always)).toBe('open');
    expect(next('2026-12-25T12:00:00.000Z', always)).toBe('open');
  });

  test('an evening surgery that ends after midnight is open then', () => {
    const evening: Partial<OpeningHours> = { days: ['fri'], from: '20:00', to: '02:00' };
    expect(next('2026-11-21T01:59:59.999Z', evening)).toBe('open');
    expect(next('2026-11-21T02:00:00.000Z', evening)).toBe('2026-11-27T20:00:00.000Z');
  });

  test('beyond the years of the data every weekday is an open day', () => {
    expect(next('2029-12-25T12:00:00.000Z')).toBe('open');
  });
});

describe('bank holidays', () => {
  const ofYear = (year: number, region: BankHolidayRegion): readonly string[] =>
    datesBetween(`${year}-01-01`, `${year}-12-31`).filter((date) => isBankHoliday(date, region));

  test.each([2024, 2025, 2026, 2027, 2028])('of %i are all there, and none is on a weekend', (year) => {
    const extraOfScotland = year === 2026 ? 1 : 0;
    expect(bankHolidayRegions.map((region) => ofYear(year, region).length)).toEqual([8, 9 + extraOfScotland, 10]);
    const days = bankHolidayRegions.flatMap((region) => ofYear(year, region)).map(weekdayOf);
    expect(days.filter((day) => day === 'sat' || day === 'sun')).toEqual([]);
  });

  test.each(['2023-12-25', '2029-01-01'])('of %s nothing is known, and nothing is guessed', (date) => {
    expect(isCoveredByBankHolidays(date)).toBe(false);
    expect(() => isBankHoliday(date, 'scotland')).toThrow(/known for 2024 to 2028, not for/);
  });
});

import fc from 'fast-check';
import { bankHolidayRegions, isBankHoliday } from '../../records/calendar/bank-holidays';
import { type DeadlineKind, type DeadlineTerms, daysBefore, deadlineOf } from '../../records/calendar/deadlines';
import { inWords, periodOf, readPeriod } from '../../records/calendar/periods';

const london = 'Europe/London';
const due = (
  kind: DeadlineKind,
  from: string,
  terms: Partial<Omit<DeadlineTerms, 'period'>> & { period?: string } = {},
) =>
  deadlineOf(kind, new Date(from), {
    timeZone: london,
    bankHolidaysOf: 'england-and-wales',
    ...terms,
    period: periodOf(terms.period ?? 'P1Y'),
  });
const dueAt = (...asked: Parameters<typeof due>): string => due(...asked).dueAt.toISOString();

describe('data is kept for a period by the calendar, to the clock time of the end', () => {
  test.each([
    ['a year', '2026-11-20T10:15:30.123Z', 'P1Y', london, '2027-11-20T10:15:30.123Z'],
    ['a year from the leap day', '2028-02-29T10:00:00Z', 'P1Y', london, '2029-02-28T10:00:00.000Z'],
    ['four years from the leap day', '2028-02-29T10:00:00Z', 'P4Y', london, '2032-02-29T10:00:00.000Z'],
    ['a year to a leap year', '2027-02-28T10:00:00Z', 'P1Y', london, '2028-02-28T10:00:00.000Z'],
    ['a month from the 31st', '2026-08-31T10:00:00Z', 'P1M', london, '2026-09-30T10:00:00.000Z'],
    ['a month from 31 January', '2026-01-31T10:00:00Z', 'P1M', london, '2026-02-28T10:00:00.000Z'],
    [
      'from winter to summer, an hour earlier by UTC',
      '2026-01-15T10:00:00Z',
      'P6M',
      london,
      '2026-07-15T09:00:00.000Z',
    ],
    ['from summer to winter, an hour later by UTC', '2026-07-15T09:00:00Z', 'P6M', london, '2027-01-15T10:00:00.000Z'],
    ['to a time that the clocks skip: counted on', '2025-03-29T01:30:00Z', 'P1Y', london, '2026-03-29T01:30:00.000Z'],
    ['to a time that they show twice: the second', '2025-10-25T00:30:00Z', 'P1Y', london, '2026-10-25T01:30:00.000Z'],
    ['from the first of two', '2026-10-25T00:30:00Z', 'P1Y', london, '2027-10-25T00:30:00.000Z'],
    ['from the second of two', '2026-10-25T01:30:00Z', 'P1Y', london, '2027-10-25T00:30:00.000Z'],
    ['on the date of the place', '2026-11-20T02:00:00Z', 'P1M', 'America/New_York', '2026-12-20T02:00:00.000Z'],
    ['where it is tomorrow', '2027-02-28T12:00:00Z', 'P1Y', 'Pacific/Auckland', '2028-02-29T12:00:00.000Z'],
    ['in days and weeks', '2026-11-20T10:00:00Z', 'P1W3D', london, '2026-11-30T10:00:00.000Z'],
    ['months before days', '2027-01-31T10:00:00Z', 'P1M1D', london, '2027-03-01T10:00:00.000Z'],
    ['twenty years', '2026-11-20T10:00:00Z', 'P20Y', london, '2046-11-20T10:00:00.000Z'],
  ])('%s', (_what, from, period, timeZone, instant) => {
    expect(dueAt('retention', from, { period, timeZone })).toBe(instant);
  });

  test('and says so in words', () => {
    expect(due('retention', '2028-02-29T10:00:00Z').because).toEqual([
      'It ended on 2028-02-29 in Europe/London; 1 year later by the calendar is 2029-02-28.',
      'That month has no such date: its last day counts.',
      'The local clock time of the end is kept.',
    ]);
  });
});

describe('a request is due by the midnight that ends the corresponding date, on a working day', () => {
  test.each([
    ['an ordinary month', '2026-11-02T10:00:00Z', 'rights-request', {}, '2026-12-03T00:00:00.000Z'],
    ['from 31 January', '2026-01-31T10:00:00Z', 'rights-request', {}, '2026-03-03T00:00:00.000Z'],
    ['on a Sunday: Monday', '2026-10-29T10:00:00Z', 'rights-request', {}, '2026-12-01T00:00:00.000Z'],
    ['on Christmas Day: the Tuesday after', '2026-11-25T10:00:00Z', 'rights-request', {}, '2026-12-30T00:00:00.000Z'],
    ['in summer', '2026-06-10T10:00:00Z', 'rights-request', {}, '2026-07-10T23:00:00.000Z'],
    [
      'on St Andrew’s Day in Scotland',
      '2026-10-30T10:00:00Z',
      'rights-request',
      { bankHolidaysOf: 'scotland' },
      '2026-12-02T00:00:00.000Z',
    ],
    [
      'on the Twelfth in Northern Ireland',
      '2027-06-12T10:00:00Z',
      'rights-request',
      { bankHolidaysOf: 'northern-ireland' },
      '2027-07-13T23:00:00.000Z',
    ],
    [
      'received when it is tomorrow there',
      '2026-11-02T12:00:00Z',
      'rights-request',
      { timeZone: 'Pacific/Auckland' },
      '2026-12-03T11:00:00.000Z',
    ],
    ['extended to three months', '2026-11-30T10:00:00Z', 'rights-request-extended', {}, '2027-03-02T00:00:00.000Z'],
    ['a complaint: day 30', '2026-11-02T10:00:00Z', 'complaint-acknowledgement', {}, '2026-12-03T00:00:00.000Z'],
    [
      'a complaint whose day 30 is a Saturday',
      '2026-11-05T10:00:00Z',
      'complaint-acknowledgement',
      {},
      '2026-12-08T00:00:00.000Z',
    ],
  ] as const)('%s', (_what, from, kind, terms, instant) => {
    expect(dueAt(kind, from, terms)).toBe(instant);
  });

  test('and names each day that it passes over', () => {
    expect(due('rights-request', '2026-11-25T10:00:00Z').because).toEqual([
      'It was received on 2026-11-25; the corresponding date one month later is 2026-12-25.',
      '2026-12-25 is a bank holiday: the next day counts.',
      '2026-12-26 is a Saturday: the next day counts.',
      '2026-12-27 is a Sunday: the next day counts.',
      '2026-12-28 is a bank holiday: the next day counts.',
      'It is due by the midnight that ends 2026-12-29 in Europe/London.',
    ]);
  });

  test.each([
    ['the year after the last one', 'rights-request', '2028-12-15T10:00:00Z'],
    ['a date that rolls into it', 'complaint-acknowledgement', '2028-12-01T10:00:00Z'],
    ['the year before the first one', 'rights-request', '2023-10-02T10:00:00Z'],
  ] as const)('where no bank holidays are known nothing is said, but which years are: %s', (_what, kind, from) => {
    expect(() => due(kind, from)).toThrow(
      expect.objectContaining({
        fault: 'invalid-input',
        problem: 'bank-holidays-unknown',
        message: expect.stringMatching(/known for 2024 to 2028/),
      }),
    );
  });
});

describe('clock time is counted in hours, whatever the day', () => {
  test.each([
    ['marketing-opt-out', '2026-12-24T10:00:00.001Z', '2026-12-31T10:00:00.001Z'],
    ['marketing-opt-out', '2026-03-27T10:00:00Z', '2026-04-03T10:00:00.000Z'],
    ['breach-regulator', '2026-10-24T10:00:00Z', '2026-10-27T10:00:00.000Z'],
    ['breach-regulator', '2040-12-24T10:00:00Z', '2040-12-27T10:00:00.000Z'],
  ] as const)('%s from %s', (kind, from, instant) => {
    expect(dueAt(kind, from)).toBe(instant);
  });
});

test.each(['P1Y6M', 'P30D', 'P20Y', 'P2W'])('%s is a period', (text) => expect(readPeriod(text)).not.toBeNull());
test.each(['', 'P', '1Y', 'PT24H', 'P1DT1H', 'P-1Y', 'P1.5Y', 'P1M1Y', 'P99999Y'])('"%s" is none', (text) =>
  expect(readPeriod(text)).toBeNull(),
);
test.each([
  ['P1Y', '1 year'],
  ['P18M', '1 year and 6 months'],
  ['P2Y1W', '2 years and 7 days'],
  ['P0D', 'no time'],
])('%s in words is %s', (text, words) => expect(inWords(periodOf(text))).toBe(words));

/**
 * The same promises, told by somebody who knows nothing of how they are kept: a calendar on which days are counted off one
 * by one, and a clock on the wall that is looked at.
 */
describe('against an independent calendar', () => {
  const zones = [
    london,
    'America/New_York',
    'Pacific/Auckland',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'America/St_Johns',
    'Africa/Casablanca',
    'UTC',
  ] as const;
  const dayMs = 24 * 60 * 60_000;

  const wallClocks = new Map(
    zones.map((timeZone) => [
      timeZone,
      new Intl.DateTimeFormat('en-CA-u-hc-h23', {
        timeZone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      }),
    ]),
  );
  /** `2026-11-20 10:15:30` as the clock on the wall shows it. */
  const shown = (at: number, timeZone: (typeof zones)[number]): string => {
    const parts = Object.fromEntries(
      (wallClocks.get(timeZone)?.formatToParts(at) ?? []).map(({ type, value }) => [type, value]),
    );
    return `${parts['year']}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}:${parts['second']}`;
  };

  /** The last instant at which the wall shows it; where it never does, as the clock would have gone on from the day before. */
  const lastShown = (wall: string, timeZone: (typeof zones)[number]): number => {
    const asUtc = Date.parse(`${wall.replace(' ', 'T')}Z`);
    for (let at = asUtc + 15 * 60 * 60_000; at >= asUtc - 15 * 60 * 60_000; at -= 15 * 60_000) {
      if (shown(at, timeZone) === wall) return at;
    }
    const dayBefore = asUtc - dayMs;
    return asUtc - (Date.parse(`${shown(dayBefore, timeZone).replace(' ', 'T')}Z`) - dayBefore);
  };

  /** Counted off a calendar day by day: to the month, then to the date in it or its last day. */
  const monthsLater = (date: string, months: number): string => {
    const wanted = Number(date.slice(8));
    let day = Date.parse(`${date.slice(0, 8)}01T00:00:00Z`);
    for (let turned = 0; turned < months; ) {
      const before = new Date(day).getUTCMonth();
      day += dayMs;
      if (new Date(day).getUTCMonth() !== before) turned += 1;
    }
    const month = new Date(day).getUTCMonth();
    while (new Date(day).getUTCDate() < wanted && new Date(day + dayMs).getUTCMonth() === month) day += dayMs;
    return new Date(day).toISOString().slice(0, 10);
  };

  const instants = fc
    .integer({ min: Date.parse('2020-01-01T00:00:00Z') / 1_000, max: Date.parse('2045-01-01T00:00:00Z') / 1_000 })
    .map((seconds) => seconds * 1_000);
  /** Near the nights on which clocks change, and month ends, far more often than chance would have it. */
  const tryingInstants = fc.oneof(
    instants,
    fc
      .tuple(
        fc.integer({ min: 2020, max: 2044 }),
        fc.constantFrom('01-31', '02-28', '02-29', '03-29', '03-30', '08-31', '10-25', '10-26', '12-31'),
        fc.integer({ min: 0, max: 4 * 60 }),
      )
      .map(([year, date, minutes]) => Date.parse(`${year}-01-01T00:00:00Z`) + dayOf(year, date) + minutes * 60_000),
  );
  const dayOf = (year: number, date: string): number => {
    const [month, day] = date.split('-').map(Number);
    return Date.UTC(year, month! - 1, day) - Date.UTC(year, 0, 1);
  };

  test('retention is due when the wall there shows the same time on the corresponding date, and never before', () => {
    fc.assert(
      fc.property(
        tryingInstants,
        fc.constantFrom(...zones),
        fc.integer({ min: 1, max: 60 }),
        (from, timeZone, months) => {
          const [date, time] = shown(from, timeZone).split(' ');
          const wall = `${monthsLater(date!, months)} ${time}`;
          const at = dueAt('retention', new Date(from).toISOString(), { timeZone, period: `P${months}M` });
          expect(at).toBe(new Date(lastShown(wall, timeZone)).toISOString());
        },
      ),
      { numRuns: 400 },
    );
  });

  test('a request is due at the first midnight after its date that ends a day on which people work', () => {
    const years = fc.integer({
      min: Date.parse('2024-01-01T00:00:00Z') / 1_000,
      max: Date.parse('2028-09-20T00:00:00Z') / 1_000,
    });
    const regions = fc.constantFrom(...bankHolidayRegions);
    fc.assert(
      fc.property(years, regions, fc.constantFrom(1, 3), (seconds, bankHolidaysOf, months) => {
        const from = seconds * 1_000;
        let day = Date.parse(`${monthsLater(shown(from, london).slice(0, 10), months)}T12:00:00Z`);
        const free = (noon: number): boolean =>
          [0, 6].includes(new Date(noon).getUTCDay()) ||
          isBankHoliday(new Date(noon).toISOString().slice(0, 10), bankHolidaysOf);
        while (free(day)) day += dayMs;
        const midnight = `${new Date(day + dayMs).toISOString().slice(0, 10)} 00:00:00`;
        const kind = months === 1 ? 'rights-request' : 'rights-request-extended';
        expect(dueAt(kind, new Date(from).toISOString(), { bankHolidaysOf })).toBe(
          new Date(lastShown(midnight, london)).toISOString(),
        );
      }),
      { numRuns: 400 },
    );
  });

  test('thirty days before is the same time on the wall, thirty days earlier', () => {
    fc.assert(
      fc.property(tryingInstants, fc.constantFrom(...zones), (at, timeZone) => {
        const [date, time] = shown(at, timeZone).split(' ');
        const earlier = new Date(Date.parse(`${date}T00:00:00Z`) - 30 * dayMs).toISOString().slice(0, 10);
        expect(daysBefore(new Date(at), 30, timeZone).getTime()).toBe(lastShown(`${earlier} ${time}`, timeZone));
      }),
      { numRuns: 200 },
    );
  });
});

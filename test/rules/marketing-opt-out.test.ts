import fc from 'fast-check';
import { deadlineOf } from '../../records/calendar/deadlines';
import { afterOptOut } from '../../records/marketing/consents';
import type { OptOutAlarm } from '../../workflows/marketing-opt-out/contract';
import {
  alarmAt,
  alarmsAhead,
  isAlarming,
  optOutAlarms,
  optOutDueAt,
  optOutStatus,
  tellAgainAfterMs,
} from '../../workflows/marketing-opt-out/rules';

/** An opt-out's seven days, to the millisecond. domain.md §4 */

const hourMs = 60 * 60_000;
const receivedAt = Date.parse('2026-03-26T16:20:00.000Z');

test('seven days are 168 hours, over a Sunday on which the clocks go forward too', () => {
  expect(new Date(optOutDueAt(receivedAt)).toISOString()).toBe('2026-04-02T16:20:00.000Z');
});

test('the preview of deadlines says the same', () => {
  const terms = {
    bankHolidaysOf: 'england-and-wales',
    timeZone: 'Europe/London',
    period: { months: 12, days: 0 },
  } as const;
  const { dueAt } = deadlineOf('marketing-opt-out', new Date(receivedAt), terms);
  expect(dueAt.getTime()).toBe(optOutDueAt(receivedAt));
});

/** The millisecond from which on each of them comes. */
const instants: readonly (readonly [OptOutAlarm, string])[] = [
  ['day-five', '2026-03-31T16:20:00.000Z'],
  ['day-six', '2026-04-01T16:20:00.000Z'],
  // A confirmation at 16:20:00.000 is still in time.
  ['day-seven', '2026-04-02T16:20:00.001Z'],
];

describe.each(instants)('%s', (alarm, at) => {
  const instant = Date.parse(at);
  const unconfirmed = { receivedAt, breachedAt: null, confirmedAt: [receivedAt + hourMs, null] };

  test('comes at its instant', () => {
    expect(new Date(alarmAt(alarm, receivedAt)).toISOString()).toBe(at);
  });

  test.each([
    ['a millisecond before', instant - 1, false],
    ['at its instant', instant, true],
    ['a millisecond after', instant + 1, true],
    ['long after', instant + 1_000 * hourMs, true],
  ])('%s: is it heard?', (_when, now, heard) => {
    expect(isAlarming(alarm, unconfirmed, now)).toBe(heard);
  });

  test('is heard by nobody where every list has confirmed in time', () => {
    const confirmed = { receivedAt, breachedAt: null, confirmedAt: [receivedAt + hourMs, optOutDueAt(receivedAt)] };
    expect(isAlarming(alarm, confirmed, instant + hourMs)).toBe(false);
  });
});

test('a breach is heard of although the list has confirmed since; a reminder is not', () => {
  const late = { receivedAt, breachedAt: null, confirmedAt: [optOutDueAt(receivedAt) + 1] };
  const now = optOutDueAt(receivedAt) + 48 * hourMs;
  expect(optOutAlarms.filter((alarm) => isAlarming(alarm, late, now))).toEqual(['day-seven']);
});

describe('where it stands', () => {
  const dueAt = optOutDueAt(receivedAt);
  test.each([
    ['not confirmed a millisecond before it is due', [null], dueAt - 1, 'under-way'],
    ['not confirmed as it is due', [null], dueAt, 'under-way'],
    ['not confirmed a millisecond after it was due', [null], dueAt + 1, 'breached'],
    ['confirmed as it is due', [dueAt], dueAt + hourMs, 'complete'],
    ['confirmed a millisecond too late', [dueAt + 1], dueAt + hourMs, 'breached'],
    ['one of two confirmed', [receivedAt, null], dueAt, 'under-way'],
    ['one of two confirmed too late', [receivedAt, dueAt + 1], dueAt + hourMs, 'breached'],
    ['both confirmed', [receivedAt, receivedAt], dueAt, 'complete'],
    ['no list to tell', [], receivedAt, 'complete'],
    ['no list to tell, years later', [], receivedAt + 100_000 * hourMs, 'complete'],
  ] as const)('%s', (_what, confirmedAt, now, status) => {
    expect(optOutStatus({ receivedAt, breachedAt: null, confirmedAt }, now)).toBe(status);
  });
});

test('what was put on record as a breach stays one', () => {
  const facts = { receivedAt, breachedAt: optOutDueAt(receivedAt) + 1, confirmedAt: [receivedAt + hourMs] };
  expect(optOutStatus(facts, optOutDueAt(receivedAt))).toBe('breached');
});

test('the next alarm is the first that nobody has heard; received earlier, all of them come earlier', () => {
  expect(alarmsAhead(receivedAt, [])[0]).toEqual({ alarm: 'day-five', at: receivedAt + 120 * hourMs });
  expect(alarmsAhead(receivedAt, ['day-five'])[0]).toEqual({ alarm: 'day-six', at: receivedAt + 144 * hourMs });
  expect(alarmsAhead(receivedAt - hourMs, ['day-five'])[0]).toEqual({
    alarm: 'day-six',
    at: receivedAt + 143 * hourMs,
  });
  expect(alarmsAhead(receivedAt, optOutAlarms)).toEqual([]);
});

test('whoever confirms is never late for having been asked later: the status only falls back by time, never rises', () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.integer({ min: 0, max: 200 * hourMs }), { nil: null }), { maxLength: 4 }),
      fc.integer({ min: 0, max: 400 * hourMs }),
      fc.integer({ min: 0, max: 400 * hourMs }),
      (after, early, more) => {
        const facts = {
          receivedAt,
          breachedAt: null,
          confirmedAt: after.map((ms) => (ms === null ? null : receivedAt + ms)),
        };
        const before = optOutStatus(facts, receivedAt + early);
        const later = optOutStatus(facts, receivedAt + early + more);
        if (before === 'breached') expect(later).toBe('breached');
        if (before === 'complete') expect(later).toBe('complete');
      },
    ),
  );
});

test('a list is told again after a minute, then after twice as long each time, and at least every six hours', () => {
  expect([1, 2, 3, 8, 9, 10, 1_000].map((times) => tellAgainAfterMs(times) / 60_000)).toEqual([
    1, 2, 4, 128, 256, 360, 360,
  ]);
});

describe('what was agreed to, beside an opt-out', () => {
  const since = new Date('2026-03-26T16:20:00.000Z');
  const [before, after] = [new Date(since.getTime() - 1), new Date(since.getTime() + 1)];
  const inForce = { since, liftedAt: null };
  const lifted = { since, liftedAt: new Date('2026-04-10T08:00:00Z') };
  test.each([
    ['nobody opted out', null, before, 'import', 'stands'],
    ['by the person, before', inForce, before, 'person', 'refused'],
    ['by the person, at the same instant', inForce, since, 'person', 'refused'],
    ['by the person, after', inForce, after, 'person', 'lifts'],
    ['by an import, before', inForce, before, 'import', 'refused'],
    ['by an import that says after', inForce, after, 'import', 'refused'],
    ['by an import before an opt-out that was lifted since', lifted, before, 'import', 'refused'],
    ['by an import after one that was lifted since', lifted, after, 'import', 'stands'],
    ['by the person once more', lifted, after, 'person', 'stands'],
  ] as const)('%s', (_what, optOut, at, source, counts) => {
    expect(afterOptOut(optOut, { at, source })).toBe(counts);
  });
});

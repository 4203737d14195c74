import { momentSeenFrom, timeLeft } from '../../api/console/frame/moments';

/** How the console writes when something is, so that nobody takes it for another day. */

const now = new Date('2026-11-23T09:00:00Z');

test.each([
  ['2026-11-23T09:05:00Z', 'Europe/London', 'Mon 23 Nov 09:05'],
  ['2025-11-28T20:00:00Z', 'Europe/London', 'Fri 28 Nov 20:00 2025'],
  ['2027-01-04T09:00:00Z', 'Europe/London', 'Mon 4 Jan 09:00 2027'],
  // It is the year of the place that counts.
  ['2026-12-31T23:30:00Z', 'Europe/London', 'Thu 31 Dec 23:30'],
  ['2026-12-31T23:30:00Z', 'Europe/Berlin', 'Fri 1 Jan 00:30 2027'],
])('%s in %s is written with its year only if it is another one: %s', (at, timeZone, written) => {
  expect(momentSeenFrom(now, at, timeZone)).toBe(written);
  expect(momentSeenFrom(now, new Date(at), timeZone)).toBe(written);
});

test.each([
  ['2026-11-23T09:12:30Z', '12 min left'],
  ['2026-11-23T08:52:00Z', '8 min over'],
  ['2026-11-25T08:59:59Z', '47 h 59 min left'],
  ['2026-11-25T09:00:00Z', '2 days left'],
  ['2026-11-20T09:00:00Z', '3 days over'],
])('until %s it is %s', (due, left) => {
  expect(timeLeft(due, now)).toBe(left);
});

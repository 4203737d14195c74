import { confirmationOwed, dueFirst } from '../../records/duties/duties';
import { isOverdue } from '../../records/duties/supervision';
import { deadlineOf } from '../../records/urgent-care/owed-by-cases';
import { defaultPolicy } from '../../workflows/urgent-care/policy';
import type { CheckpointKind } from '../../workflows/urgent-care/words';

/** When what is owed should be done. domain.md §2.5, §3 */

const at = new Date('2026-11-23T09:00:00Z');
const minutesLater = (minutes: number): Date => new Date(at.getTime() + minutes * 60_000);

test.each<[CheckpointKind, number]>([
  ['decision', 15],
  ['human-outcome', 15],
  ['call-back', 15],
  ['ask-client', 15],
  ['second-approval', 10],
  ['tell-client', 4 * 60],
])('%s is due %i minutes after it was first asked for, however often others are asked since', (kind, minutes) => {
  const moved = { kind, openedAt: at, dueAt: minutesLater(5_000), overriddenAt: null };
  expect(deadlineOf(moved, defaultPolicy)).toEqual(minutesLater(minutes));
});

test('an override is reviewed within 72 hours of coming into force, whenever its review was asked for', () => {
  const asked = { kind: 'override-review', openedAt: minutesLater(600), dueAt: minutesLater(700) } as const;
  expect(deadlineOf({ ...asked, overriddenAt: at }, defaultPolicy)).toEqual(minutesLater(72 * 60));
  expect(deadlineOf({ ...asked, overriddenAt: null }, defaultPolicy)).toEqual(asked.dueAt);
});

test.each([
  ['decision', minutesLater(0), true],
  ['decision', minutesLater(1), false],
  ['decision', null, false],
  ['client-consent', minutesLater(-1), false],
  ['safety-conversation', minutesLater(-1), true],
] as const)('%s, due at %p, is overdue: %p', (kind, dueAt, overdue) => {
  expect(isOverdue({ kind, dueAt }, at)).toBe(overdue);
});

const day = 24 * 60;
const contact = (confirmedDaysAgo: number | null) => ({
  ...{ name: 'Kit', mobile: null, email: null, relationship: null },
  ...(confirmedDaysAgo === null ? {} : { confirmedAt: minutesLater(-confirmedDaysAgo * day).toISOString() }),
});
const planWith = (
  first: ReturnType<typeof contact> | null,
  second: ReturnType<typeof contact> | null,
  neverContact: readonly string[] = [],
) => ({ gp: null, contacts: [first, second] as const, permissions: {}, neverContact, version: 1 });
const client = { clientId: 'client', practitionerId: null, held: false };

test.each([
  ['both at once: 90 days later', planWith(contact(10), contact(10)), minutesLater(80 * day)],
  ['the one of longer ago counts', planWith(contact(1), contact(100)), minutesLater(-10 * day)],
  ['one whom nobody ever confirmed: since the plan was saved', planWith(contact(1), contact(null)), at],
  [
    'one who is never contacted is not asked about',
    planWith(contact(10), contact(100), ['contact-2']),
    minutesLater(80 * day),
  ],
])('contacts are confirmed every 90 days: %s', (_what, plan, dueAt) => {
  expect(confirmationOwed({ ...client, plan }, at)).toMatchObject([{ kind: 'confirm-contacts', dueAt }]);
});

test.each([
  ['no plan', { ...client, plan: null }],
  ['a plan that names nobody', { ...client, plan: planWith(null, null) }],
  ['everything held after a death', { ...client, held: true, plan: planWith(contact(100), null) }],
])('nobody confirms anything: %s', (_what, given) => {
  expect(confirmationOwed(given, at)).toEqual([]);
});

test('what has a time stands before what has none, and what has waited longest first', () => {
  const due = { dueAt: minutesLater(9), since: at };
  const dueSooner = { dueAt: minutesLater(3), since: at };
  const waits = { dueAt: null, since: at };
  const waitsLonger = { dueAt: null, since: minutesLater(-5) };
  expect([waits, due, waitsLonger, dueSooner].toSorted(dueFirst)).toEqual([dueSooner, due, waitsLonger, waits]);
});

import type { OptOutAlarm } from './contract';
import type { OptOutStatus } from './words';

/**
 * The clock of an opt-out, in clock time: weekends and bank holidays count. Everything follows from instants, so that it
 * is true whether or not anything of ours was running by then. Milliseconds since 1970. domain.md §4
 */

const dayMs = 24 * 60 * 60_000;

/** Within seven days of receipt every list has confirmed. A confirmation at this very instant is in time. */
export const optOutDueAt = (receivedAt: number): number => receivedAt + 7 * dayMs;

/** In the order in which they come. */
export const optOutAlarms: readonly OptOutAlarm[] = ['day-five', 'day-six', 'day-seven'];

/** From when on somebody is told that a list has not confirmed. The last one: as soon as it is late. */
export function alarmAt(alarm: OptOutAlarm, receivedAt: number): number {
  switch (alarm) {
    case 'day-five':
      return receivedAt + 5 * dayMs;
    case 'day-six':
      return receivedAt + 6 * dayMs;
    case 'day-seven':
      return optOutDueAt(receivedAt) + 1;
  }
}

/** Those that have not been raised, with when their time comes, the next one first. */
export const alarmsAhead = (
  receivedAt: number,
  raised: readonly OptOutAlarm[],
): readonly { readonly alarm: OptOutAlarm; readonly at: number }[] =>
  optOutAlarms.filter((alarm) => !raised.includes(alarm)).map((alarm) => ({ alarm, at: alarmAt(alarm, receivedAt) }));

/** What an opt-out's standing follows from. */
export interface OptOutFacts {
  readonly receivedAt: number;
  /** When it was put on record as a breach; null: it was not. */
  readonly breachedAt: number | null;
  /** For each list when its confirmation was recorded, whatever time it names itself; null: it has not confirmed. */
  readonly confirmedAt: readonly (number | null)[];
}

/**
 * Whether anybody has to hear this alarm now. Of what all lists have confirmed nobody has to be reminded; that one of them
 * was late is a breach, whatever it has confirmed since.
 */
export function isAlarming(alarm: OptOutAlarm, facts: OptOutFacts, now: number): boolean {
  if (now < alarmAt(alarm, facts.receivedAt)) return false;
  return alarm === 'day-seven' ? optOutStatus(facts, now) === 'breached' : facts.confirmedAt.includes(null);
}

/** Once breached, for good: who says afterwards that they had confirmed in time unmakes nothing. */
export function optOutStatus({ receivedAt, breachedAt, confirmedAt }: OptOutFacts, now: number): OptOutStatus {
  const dueAt = optOutDueAt(receivedAt);
  if (breachedAt !== null || confirmedAt.some((at) => (at ?? now) > dueAt)) return 'breached';
  return confirmedAt.includes(null) ? 'under-way' : 'complete';
}

const firstTellAgainMs = 60_000;
const longestTellAgainMs = 6 * 60 * 60_000;

/** How long a list that has not confirmed is left in peace before it is told again: twice as long each time. */
export const tellAgainAfterMs = (timesTold: number): number =>
  Math.min(firstTellAgainMs * 2 ** Math.min(timesTold - 1, 20), longestTellAgainMs);

/** Who says within a day once more that they opt out says the same: it takes a day to hear of what was sent before. */
export const sameOptOutWithinMs = dayMs;

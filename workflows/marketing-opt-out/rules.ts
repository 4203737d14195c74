import type { OptOutAlarm } from './contract';
import type { OptOutStatus } from './words';

/**
 * The clock of an opt-out, in clock time: weekends and bank holidays count. Everything follows from instants, so that it
 * is true whether or not anything of ours was running by then. Milliseconds since 1970. domain.md §4
 */

const dayMs = 24 * 60 * 60_000;

/** Within seven days of receipt every list has confirmed. A confirmation at this very instant is in time. */
export const dueAtOf = (receivedAt: number): number => receivedAt + 7 * dayMs;

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
      return dueAtOf(receivedAt) + 1;
  }
}

/** The alarms whose time has come and that nobody has heard yet. */
export const alarmsDue = (
  { receivedAt, raised }: { readonly receivedAt: number; readonly raised: readonly OptOutAlarm[] },
  now: number,
): readonly OptOutAlarm[] =>
  optOutAlarms.filter((alarm) => alarmAt(alarm, receivedAt) <= now && !raised.includes(alarm));

/** When the next of them comes; Infinity: none does any more. */
export const nextAlarmAt = (receivedAt: number, raised: readonly OptOutAlarm[]): number =>
  Math.min(...optOutAlarms.filter((alarm) => !raised.includes(alarm)).map((alarm) => alarmAt(alarm, receivedAt)));

/** @param confirmedAt for each list when it confirmed; null: it has not */
export function optOutStatus(
  { receivedAt, confirmedAt }: { readonly receivedAt: number; readonly confirmedAt: readonly (number | null)[] },
  now: number,
): OptOutStatus {
  const dueAt = dueAtOf(receivedAt);
  if (confirmedAt.some((at) => (at ?? now) > dueAt)) return 'breached';
  return confirmedAt.includes(null) ? 'under-way' : 'complete';
}

const firstTellAgainMs = 60_000;
const longestTellAgainMs = 6 * 60 * 60_000;

/** How long a list that has not confirmed is left in peace before it is told again: twice as long each time. */
export const tellAgainAfterMs = (timesTold: number): number =>
  Math.min(firstTellAgainMs * 2 ** Math.min(timesTold - 1, 20), longestTellAgainMs);

/** Who says within a day once more that they opt out says the same: it takes a day to hear of what was sent before. */
export const sameOptOutWithinMs = dayMs;

import { setTimeout as pause } from 'node:timers/promises';

/** So many in a second and no more. */
export interface Pace {
  /** Resolves when the next one may go. */
  next(): Promise<void>;
}

/**
 * A mailing is in no hurry, and urgent care shares vendors, database and machine with it.
 * @param perSecond of everybody who keeps this pace together
 */
export function createPace(
  perSecond: number,
  { monotonicMs = () => performance.now(), wait = (ms: number): Promise<void> => pause(ms) } = {},
): Pace {
  let nextAt = 0;
  return {
    next: async () => {
      const now = monotonicMs();
      const at = Math.max(now, nextAt);
      nextAt = at + 1_000 / perSecond;
      if (at > now) await wait(at - now);
    },
  };
}

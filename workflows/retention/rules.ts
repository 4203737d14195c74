/** When a retention is due, in the rules that its record and its process share. Pure. domain.md §5, contract.md §6 */

/** The client is told so many days before, by the calendar. */
export const noticeDays = 30;

/** However late an end is recorded: erasure never comes sooner than this after the client was told. */
export const leastNoticeMs = 7 * 24 * 60 * 60_000;

const longestJitterMs = 10 * 60_000;

/**
 * By how much a wake-up comes after its instant, at most ten minutes: courses end for many people at once, and whoever is
 * in need meanwhile must not wait behind them. The same at every asking, so that nothing moves when it is told anew.
 */
export function jitterMs(enrolmentId: string): number {
  let mixed = 0x811c9dc5;
  for (const character of enrolmentId) mixed = Math.imul(mixed ^ character.charCodeAt(0), 0x01000193);
  return (mixed >>> 0) % (longestJitterMs + 1);
}

/** When its data may go: at the deadline, or when the client has had their time after the notice. */
export const goesAt = ({ dueAt, putOffUntil }: { readonly dueAt: Date; readonly putOffUntil: Date | null }): Date =>
  putOffUntil !== null && putOffUntil > dueAt ? putOffUntil : dueAt;

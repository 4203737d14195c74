/** For sorting by when something is due: what has no time of its own comes last. Pure. */
export const soonestFirst = (one: Date | null, other: Date | null): number => dueMs(one) - dueMs(other);

const dueMs = (due: Date | null): number => due?.getTime() ?? Number.MAX_SAFE_INTEGER;

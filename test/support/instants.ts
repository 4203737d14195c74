/** So many milliseconds after an instant; before it, if they are less than none. */
export const beside = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

/** What comes at an instant, held against those next to it: when it is, in milliseconds, and whether it has come by then. */
export const aroundTheInstant = [
  ['a millisecond before', -1, false],
  ['at that instant', 0, true],
  ['a millisecond after', 1, true],
] as const;

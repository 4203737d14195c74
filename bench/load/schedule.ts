/**
 * When each of so many arrivals is due, in milliseconds from the start: independent of one another, `perSecond` on
 * average (a Poisson process). The same seed gives the same schedule, so that all arms of a round get the same one.
 */
export function poissonSchedule(arrivals: number, perSecond: number, seed: number): readonly number[] {
  const random = mulberry32(seed);
  let at = 0;
  return Array.from({ length: arrivals }, () => {
    at += (-Math.log(1 - random()) * 1_000) / perSecond;
    return at;
  });
}

/** A small generator of numbers from 0 to below 1, the same for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

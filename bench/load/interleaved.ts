import type { Say } from '../../local/say';
import { VoidRound } from './player';

/**
 * One round by itself, made again if it was void.
 * @throws when it was void three times
 */
export async function holding<Measured>(measure: () => Promise<Measured>, say: Say): Promise<Measured> {
  for (let voided = 1; ; voided += 1) {
    try {
      return await measure();
    } catch (error) {
      if (!(error instanceof VoidRound) || voided === 3) throw error;
      say(`    a round is void: ${error.message}`);
    }
  }
}

/** Rounds that may be void before the measurement is given up: half as many again as are wanted, but two at least. */
const spareRounds = (rounds: number): number => Math.max(Math.ceil(rounds / 2), 2);

/**
 * Measures each contender once in every round, beginning with another one each time, so that whatever the machine does
 * meanwhile falls on all alike. A round in which any contender lost something is void for all, and made again.
 * @returns for each contender what the rounds that hold have measured
 * @throws when too many rounds were void
 */
export async function interleaved<Contender, Measured>(
  contenders: readonly Contender[],
  rounds: number,
  measure: (contender: Contender, round: number) => Promise<Measured>,
  say: Say,
): Promise<ReadonlyMap<Contender, readonly Measured[]>> {
  const measured = new Map<Contender, Measured[]>(contenders.map((contender) => [contender, []]));
  let held = 0;
  for (let round = 0; held < rounds; round += 1) {
    if (round - held > spareRounds(rounds)) throw new Error(`${round - held} rounds were void; nothing is published.`);
    try {
      const ofRound: [Contender, Measured][] = [];
      for (const contender of rotated(contenders, round)) ofRound.push([contender, await measure(contender, round)]);
      for (const [contender, one] of ofRound) measured.get(contender)?.push(one);
      held += 1;
      say(`    round ${held} of ${rounds}`);
    } catch (error) {
      if (!(error instanceof VoidRound)) throw error;
      say(`    a round is void: ${error.message}`);
    }
  }
  return measured;
}

const rotated = <T>(all: readonly T[], by: number): readonly T[] => {
  const at = by % all.length;
  return [...all.slice(at), ...all.slice(0, at)];
};

import type { Say } from '../../local/say';
import type { Arm, RunningArm } from '../arms/arm';
import { bareArm } from '../arms/bare/arm';
import { heedArm } from '../arms/heed/arm';
import { holding, interleaved } from '../load/interleaved';
import { createPlayer, type Player } from '../load/player';
import { casesPerSecond, latencies } from '../load/rounds';
import { percentile, type Spread, spreadOf } from '../statistics';
import { figure, spread } from '../table';
import type { BenchContext, Finding, Measurement, Target } from './measurement';

interface Contender {
  readonly arm: RunningArm;
  readonly player: Player;
}

/** Cases under way at once, tried in this order to find the most that an arm carries. */
const crowds = [8, 16, 32];
/** Of the lowest ceiling: latency is measured where nobody queues for long. */
const shareOfCeiling = 0.6;

/** POST to the first hand-off, and whole cases a second, for Heed and for everyone that it is compared with. */
export const handOff = (peers: (say: Say) => Promise<readonly Arm[]>): Measurement => ({
  name: 'hand-off',
  run: async (context) => {
    const { stack, size, say } = context;
    const cases = size.warmUpCases + (crowds.length + 4 * size.rounds) * size.casesPerRound * 2;
    const contenders: Contender[] = [];
    try {
      for (const arm of [heedArm({ name: 'heed', cases }), bareArm('bare'), ...(await peers(say))]) {
        const running = await arm.start(stack);
        contenders.push({ arm: running, player: createPlayer(running, stack) });
        say(`    ${running.name} runs`);
      }
      return await compare(contenders, context);
    } finally {
      for (const { arm } of contenders) await arm.stop();
    }
  },
});

async function compare(contenders: readonly Contender[], { size, say }: BenchContext): Promise<Finding> {
  const ceilings = new Map<Contender, { readonly crowd: number; readonly perSecond: number }>();
  for (const contender of contenders) {
    await holding(() => casesPerSecond(contender.player, { cases: size.warmUpCases, inFlight: 4 }), say);
    ceilings.set(contender, await ceilingOf(contender.player, size.casesPerRound, say));
    say(`    ${contender.arm.name}: about ${figure(ceilings.get(contender)?.perSecond ?? 0)} cases a second at most`);
  }
  const perSecond = shareOfCeiling * Math.min(...[...ceilings.values()].map((ceiling) => ceiling.perSecond));

  say(`    latency at ${figure(perSecond)} cases a second`);
  const latency = await interleaved(
    contenders,
    size.rounds,
    ({ player }, round) =>
      latencies(player, { cases: size.casesPerRound, warmUp: Math.ceil(2 * perSecond), perSecond, seed: round + 1 }),
    say,
  );
  say('    throughput');
  const throughput = await interleaved(
    contenders,
    size.rounds,
    (contender) =>
      casesPerSecond(contender.player, {
        cases: size.casesPerRound,
        inFlight: ceilings.get(contender)?.crowd ?? 1,
      }),
    say,
  );

  const results = contenders.map((contender) => ({
    name: contender.arm.name,
    ...latencyOf(latency.get(contender) ?? []),
    perSecond: spreadOf(throughput.get(contender) ?? []),
  }));
  return {
    title: 'From POST to the first vendor hand-off, and whole cases a second',
    tables: [
      {
        columns: ['', 'p50 ms', 'p99 ms', 'cases a second'],
        rows: results.map(({ name, p50, p99, perSecond: rate }) => [name, spread(p50), spread(p99), spread(rate)]),
      },
    ],
    targets: targetsOf(results),
    notes: [
      `Open loop, Poisson arrivals at ${figure(perSecond)} cases a second (${shareOfCeiling * 100} % of the lowest ceiling), ` +
        `the same schedule for all in each of ${size.rounds} interleaved rounds of ${size.casesPerRound} cases; counted from the ` +
        'instant at which the POST was due. Median of the rounds, and their range.',
      'Throughput: as many cases under way as the arm carries best, from the first POST until the last case is closed.',
    ],
  };
}

async function ceilingOf(player: Player, cases: number, say: Say): Promise<{ crowd: number; perSecond: number }> {
  let best = { crowd: 1, perSecond: 0 };
  for (const crowd of crowds) {
    const perSecond = await holding(() => casesPerSecond(player, { cases, inFlight: crowd }), say);
    if (perSecond > best.perSecond) best = { crowd, perSecond };
  }
  return best;
}

const latencyOf = (rounds: readonly (readonly number[])[]): { p50: Spread; p99: Spread } => ({
  p50: spreadOf(rounds.map((round) => percentile(round, 0.5))),
  p99: spreadOf(rounds.map((round) => percentile(round, 0.99))),
});

function targetsOf([heed, bare]: readonly { p50: Spread; p99: Spread; perSecond: Spread }[]): readonly Target[] {
  if (!heed || !bare) return [];
  const ratio = (what: string, one: Spread, other: Spread, met: (ratio: number) => boolean, wanted: string): Target => {
    const measured = one.median / other.median;
    return { what, wanted, measured: `${figure(measured)} × bare`, met: met(measured) };
  };
  return [
    ratio('p50', heed.p50, bare.p50, (measured) => measured <= 1.25, '≤ 1.25 × bare'),
    ratio('p99', heed.p99, bare.p99, (measured) => measured <= 1.25, '≤ 1.25 × bare'),
    ratio('throughput', heed.perSecond, bare.perSecond, (measured) => measured >= 0.8, '≥ 0.8 × bare'),
  ];
}

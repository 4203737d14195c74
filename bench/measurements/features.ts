import type { RunningArm } from '../arms/arm';
import { heedArm } from '../arms/heed/arm';
import { type Feature, features } from '../arms/heed/features';
import { cpuTimesOf } from '../cpu-time';
import { holding, interleaved } from '../load/interleaved';
import { createPlayer, type Player } from '../load/player';
import { casesPerSecond } from '../load/rounds';
import { type Spread, spreadOf } from '../statistics';
import { figure, spread } from '../table';
import type { Finding, Measurement } from './measurement';

interface Variant {
  readonly name: string;
  readonly arm: RunningArm;
  readonly player: Player;
}

interface Measured {
  /** Whole cases a second. */
  readonly rate: number;
  /** Milliseconds of processor time a case, of its own processes and the servers; 0 where the system does not tell. */
  readonly cpu: number;
}

interface Result {
  readonly name: string;
  readonly rate: Spread;
  readonly cpu: Spread;
}

const inFlight = 16;
const everything = 'without any of them';

/** What codec, encryption, audit and row-level security cost: Heed without each of them, and without all. */
export const featureCosts: Measurement = {
  name: 'features',
  run: async ({ stack, size, say }) => {
    // Six variants: half as many cases each, so that the whole does not take twice as long as all the rest.
    const casesPerRound = Math.ceil(size.casesPerRound / 2);
    const cases = 3 * size.warmUpCases + 2 * size.rounds * casesPerRound;
    const variants: Variant[] = [];
    try {
      const wanted: readonly (readonly [string, readonly Feature[]])[] = [
        ['as it is', []],
        ...features.map((feature) => [`without ${feature}`, [feature]] as const),
        [everything, features],
      ];
      for (const [index, [name, without]] of wanted.entries()) {
        const arm = await heedArm({ name: `variant-${index}`, cases, without }).start(stack);
        variants.push({ name, arm, player: createPlayer(arm, stack) });
        const { player } = variants[index]!;
        await holding(() => casesPerSecond(player, { cases: size.warmUpCases, inFlight }), say);
        say(`    Heed ${name} runs`);
      }
      const measured = await interleaved(
        variants,
        size.rounds,
        async ({ arm, player }): Promise<Measured> => {
          const before = cpuTimesOf(arm, stack);
          const rate = await casesPerSecond(player, { cases: casesPerRound, inFlight });
          const used = cpuTimesOf(arm, stack).reduce((sum, { ms }, index) => sum + ms - (before[index]?.ms ?? 0), 0);
          return { rate, cpu: used / casesPerRound };
        },
        say,
      );
      const results = variants.map((variant) => {
        const rounds = measured.get(variant) ?? [];
        const { name } = variant;
        return { name, rate: spreadOf(rounds.map(({ rate }) => rate)), cpu: spreadOf(rounds.map(({ cpu }) => cpu)) };
      });
      return findingOf(results, size.rounds, casesPerRound);
    } finally {
      for (const { arm } of variants) await arm.stop();
    }
  },
};

function findingOf(results: readonly Result[], rounds: number, cases: number): Finding {
  const asItIs = results[0]?.rate.median ?? Number.NaN;
  /** Of the time that a case takes, the share that goes away with it. */
  const cost = ({ rate }: Result): number => 1 - asItIs / rate.median;
  const percent = (share: number): string => `${figure(share * 100)} %`;
  const together = results.find(({ name }) => name === everything);
  const share = together ? cost(together) : Number.NaN;
  return {
    title: 'What codec, encryption, audit and row-level security cost',
    tables: [
      {
        columns: ['Heed', 'cases a second', 'share of the time a case that falls away', 'processor ms a case'],
        rows: results.map((result, index) => [
          result.name,
          spread(result.rate),
          index === 0 ? '' : percent(cost(result)),
          spread(result.cpu),
        ]),
      },
    ],
    targets: [{ what: 'all four together', wanted: '≤ 15 %', measured: percent(share), met: share <= 0.15 }],
    notes: [
      `${inFlight} cases under way, ${rounds} interleaved rounds of ${cases} cases. "As it is" is put together by the same ` +
        'entry as the others. Without row-level security neither the policies are looked at nor is it said whose rows a ' +
        'transaction is about. A small negative share is the noise of the rounds.',
    ],
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import type { RunningArm } from '../arms/arm';
import { bareArm } from '../arms/bare/arm';
import { heedArm } from '../arms/heed/arm';
import { type EdgeFeature, edgeFeatures } from '../arms/heed/features';
import { cpuTimesOf } from '../cpu-time';
import { closedLoop } from '../load/closed-loop';
import { holding, interleaved } from '../load/interleaved';
import { openLoop } from '../load/open-loop';
import { VoidRound } from '../load/player';
import { poissonSchedule } from '../load/schedule';
import { monotonicMs } from '../monotonic';
import type { BenchStack } from '../stack';
import { addedShares, percentile, spreadOf } from '../statistics';
import { figure, spread } from '../table';
import type { BenchContext, Finding, Measurement } from './measurement';

/** Few enough that they hardly wait for one another: the work is compared, not the queue. */
const perSecond = 20;
const aRound = 120;
const warmUp = 300;
const warmUpInFlight = 8;
/** Once everything was accepted, how long it may take until Temporal was told of it. */
const toldWithinMs = 30_000;

interface Taker {
  readonly name: string;
  readonly arm: RunningArm;
  /** Of how much that was accepted Temporal has yet to be told. */
  readonly untold: () => Promise<number>;
  /** The first case that was not raised yet. */
  next: number;
}

/** What one round measured; times in milliseconds. */
interface Intake {
  readonly p50: number;
  readonly p99: number;
  /** Processor time an intake; 0 where the system does not tell. */
  readonly own: number;
  readonly postgres: number;
  readonly temporal: number;
}

const variants: readonly { readonly adds: string; readonly without: readonly EdgeFeature[] }[] = [
  ...edgeFeatures.map((feature) => ({ adds: feature, without: [feature] })),
  { adds: 'all three together', without: edgeFeatures },
];

/** What authentication, permissions and limits add to an intake: Heed without each of them, and without all. */
export const edge: Measurement = {
  name: 'edge',
  run: async (context) => {
    const { stack, size, say } = context;
    const takers: Taker[] = [];
    try {
      for (const start of takersOf(context)) takers.push(await start());
      for (const taker of takers) await holding(() => warmedUp(taker), say);
      // Short rounds and many of them: what the machine does meanwhile falls on all alike.
      const measured = await interleaved(takers, roundsIn(size), (taker, round) => takeIn(stack, taker, round), say);
      return findingOf(
        takers.map((taker) => ({ name: taker.name, rounds: measured.get(taker) ?? [] })),
        roundsIn(size),
      );
    } finally {
      for (const { arm } of takers) await arm.stop();
    }
  },
};

const roundsIn = ({ rounds }: BenchContext['size']): number => 2 * rounds;

/** Heed as it is, without each, without all, and bare Temporal. No worker runs: cases begin, and wait. */
function takersOf({ stack, size, say }: BenchContext): readonly (() => Promise<Taker>)[] {
  // Rounds may be void.
  const cases = 3 * warmUp + 2 * roundsIn(size) * aRound;
  const heed = (index: number, name: string, without: readonly EdgeFeature[]) => async (): Promise<Taker> => {
    const order = { name: `edge-${index}`, cases, without, queues: [], raisedBy: 'duty-clinician' } as const;
    const arm = await heedArm(order).start(stack);
    say(`    ${name} runs`);
    return { name, arm, untold: () => arm.untold(), next: 0 };
  };
  const bare = async (): Promise<Taker> => {
    const arm = await bareArm('bare-edge', false).start(stack);
    return { name: arm.name, arm, untold: async () => 0, next: 0 };
  };
  const lessened = variants.map(({ adds, without }, index) => heed(index + 1, `Heed without ${adds}`, without));
  return [heed(0, 'Heed as it is', []), ...lessened, bare];
}

async function warmedUp(taker: Taker): Promise<void> {
  const first = reserve(taker, warmUp);
  const { outcomes } = await closedLoop(warmUp, warmUpInFlight, (index) => taker.arm.post(first + index));
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  if (refused) throw new VoidRound(`${taker.name}: ${String(refused.reason)}`);
  await untilTold(taker);
}

async function takeIn(stack: BenchStack, taker: Taker, round: number): Promise<Intake> {
  const { name, arm } = taker;
  const first = reserve(taker, aRound);
  const before = cpuTimesOf(arm, stack);
  const posted = await openLoop(poissonSchedule(aRound, perSecond, round + 1), async (index) => {
    await arm.post(first + index);
    return monotonicMs();
  });
  await untilTold(taker);
  const used = cpuTimesOf(arm, stack).map((now, index) => ({ ...now, ms: now.ms - (before[index]?.ms ?? 0) }));

  const latencies = posted.map(({ dueAt, outcome }) => {
    if (outcome.status === 'rejected') throw new VoidRound(`${name}: ${String(outcome.reason)}`);
    return outcome.value - dueAt;
  });
  const servers = stack.servers().map((server) => server.name);
  const anIntake = (isMeant: (process: string) => boolean): number =>
    used.filter((one) => isMeant(one.name)).reduce((sum, { ms }) => sum + ms, 0) / aRound;
  return {
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    own: anIntake((process) => !servers.includes(process)),
    postgres: anIntake((process) => process === 'postgres'),
    temporal: anIntake((process) => process === 'temporal'),
  };
}

function reserve(taker: Taker, cases: number): number {
  const first = taker.next;
  taker.next += cases;
  return first;
}

/** Telling Temporal is part of what an intake costs, and nobody waits for it. @throws VoidRound if something was not told */
async function untilTold({ name, untold }: Taker): Promise<void> {
  const end = Date.now() + toldWithinMs;
  for (let left = await untold(); left > 0; left = await untold()) {
    if (Date.now() > end) throw new VoidRound(`${name}: Temporal was not told of ${left}.`);
    await pause(50);
  }
}

interface Measured {
  readonly name: string;
  readonly rounds: readonly Intake[];
}

const measures: readonly { readonly name: string; readonly of: (intake: Intake) => number }[] = [
  { name: 'p50', of: ({ p50 }) => p50 },
  { name: 'p99', of: ({ p99 }) => p99 },
  // Temporal's is left out: nobody waits for it, and it would make every share smaller.
  { name: 'processor time', of: ({ own, postgres }) => own + postgres },
];

function findingOf(measured: readonly Measured[], rounds: number): Finding {
  const [asItIs, ...others] = measured;
  if (!asItIs) throw new Error('Nothing was measured.');
  const told = measures.filter(({ of }) => asItIs.rounds.every((round) => of(round) > 0));
  const shares = others
    .slice(0, variants.length)
    .map((without) =>
      told.map(({ of }) =>
        spreadOf(addedShares(asItIs.rounds.map(of), without.rounds.map(of)).map((one) => one * 100)),
      ),
    );
  const column = ({ rounds: all }: Measured, of: (intake: Intake) => number): string => spread(spreadOf(all.map(of)));
  return {
    title: 'What authentication, permissions and limits add to an intake',
    tables: [
      {
        columns: ['', 'p50 ms', 'p99 ms', 'own processor ms', 'PostgreSQL’s', 'Temporal’s'],
        rows: measured.map((one) => [
          one.name,
          column(one, ({ p50 }) => p50),
          column(one, ({ p99 }) => p99),
          column(one, ({ own }) => own),
          column(one, ({ postgres }) => postgres),
          column(one, ({ temporal }) => temporal),
        ]),
      },
      {
        columns: ['added by', ...told.map(({ name }) => `to the ${name}, %`)],
        rows: variants.map(({ adds }, index) => [adds, ...(shares[index] ?? []).map(spread)]),
      },
    ],
    targets: told.map(({ name }, index) => {
      const together = shares.at(-1)?.[index]?.median ?? Number.NaN;
      return {
        what: `${name}, by all three`,
        wanted: '≤ 15 % more',
        measured: `${figure(together)} %`,
        met: together <= 15,
      };
    }),
    notes: [
      `POST /v1/urgent-care/cases until its answer, open loop, Poisson arrivals at ${perSecond} a second, the same schedule ` +
        `for all in each of ${rounds} interleaved rounds of ${aRound}. What is added is taken in each round by itself, as a ` +
        'share of the time without it; median of the rounds, and their range. No worker runs: cases begin, and wait. ' +
        'Processor time is counted until Temporal was told of each, and its target is of the API and PostgreSQL alone.',
      'Raised by a duty clinician, of whom permissions ask most: their role, and who of the staff they are. No pathway is ' +
        'asked for, since anybody may raise a concern, and nothing is read that would be audited. Without authentication ' +
        'every token counts as this clinician’s; without permissions the caller counts as a platform. A small negative ' +
        'share is the noise of the rounds.',
    ],
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import type { RunningArm } from '../arms/arm';
import { bareArm } from '../arms/bare/arm';
import { heedArm } from '../arms/heed/arm';
import { closedLoop } from '../load/closed-loop';
import { holding, interleaved } from '../load/interleaved';
import { openLoop } from '../load/open-loop';
import { VoidRound } from '../load/player';
import { poissonSchedule } from '../load/schedule';
import { monotonicMs } from '../monotonic';
import type { BenchStack } from '../stack';
import { percentile, spreadOf } from '../statistics';
import { figure, spread } from '../table';
import type { Measurement } from './measurement';

const inFlight = 64;
const perSecond = 100;
const seconds = 4;
const steady = perSecond * seconds;
const burst = 400;
/** Once everything was accepted, how long the backlog may take. */
const drainedWithinMs = 120_000;

interface Intake {
  readonly perSecond: number;
  readonly p99: number;
  /** From the last answer until the last client had their message. */
  readonly drainedMs: number;
}

/** How many concerns a second are accepted, beside how many workflows the Temporal server can start. */
export const intake: Measurement = {
  name: 'intake',
  run: async ({ stack, size, say }) => {
    const rounds = size.rounds;
    const cases = 300 + 2 * rounds * (steady + burst);
    const heed = await heedArm({ name: 'heed-intake', cases }).start(stack);
    const bare = await bareArm('bare-intake').start(stack);
    try {
      const takers = [heed, bare].map((arm) => ({ arm, nextCase: counter() }));
      for (const { arm, nextCase } of takers) await holding(() => acceptedPerSecond(stack, arm, nextCase, 100), say);
      const measured = await interleaved(
        takers,
        rounds,
        ({ arm, nextCase }, round) => takeIn(stack, arm, nextCase, round),
        say,
      );
      const [ofHeed = [], ofBare = []] = takers.map((taker) => measured.get(taker));
      const rate = {
        heed: spreadOf(ofHeed.map((one) => one.perSecond)),
        bare: spreadOf(ofBare.map((one) => one.perSecond)),
      };
      const p99 = { heed: spreadOf(ofHeed.map((one) => one.p99)), bare: spreadOf(ofBare.map((one) => one.p99)) };
      const drained = (all: readonly Intake[]) => spread(spreadOf(all.map((one) => one.drainedMs / 1_000)));
      const times = rate.heed.median / rate.bare.median;
      return {
        title: 'Intakes',
        tables: [
          {
            columns: ['', 'accepted a second', `p99 ms at ${perSecond} a second`, `backlog of ${burst} gone after, s`],
            rows: [
              ['Heed (committed in PostgreSQL)', spread(rate.heed), spread(p99.heed), drained(ofHeed)],
              ['bare Temporal (workflow started)', spread(rate.bare), spread(p99.bare), drained(ofBare)],
            ],
          },
        ],
        targets: [
          {
            what: 'intakes a second',
            wanted: '≥ 5 × what Temporal starts',
            measured: `${figure(times)} ×`,
            met: times >= 5,
          },
          {
            what: `p99 at ${perSecond} a second`,
            wanted: '≤ 50 ms',
            measured: `${figure(p99.heed.median)} ms`,
            met: p99.heed.median <= 50,
          },
        ],
        notes: [
          `${rounds} interleaved rounds: ${steady} POSTs, open loop at ${perSecond} a second, then ${burst} POSTs with ${inFlight} ` +
            'under way. The workers run all the while, and every client gets their message before the next round begins.',
        ],
      };
    } finally {
      await heed.stop();
      await bare.stop();
    }
  },
};

function counter(): () => number {
  let next = 0;
  return () => next++;
}

async function takeIn(stack: BenchStack, arm: RunningArm, nextCase: () => number, round: number): Promise<Intake> {
  const schedule = poissonSchedule(steady, perSecond, round + 1);
  const arrived = await openLoop(schedule, async () => {
    await arm.post(nextCase());
    return monotonicMs();
  });
  const latencies = arrived.map(({ dueAt, outcome }) => {
    if (outcome.status === 'rejected') throw new VoidRound(`${arm.name}: ${String(outcome.reason)}`);
    return outcome.value - dueAt;
  });
  await everyoneInformed(stack, arm, steady);
  return { p99: percentile(latencies, 0.99), ...(await acceptedPerSecond(stack, arm, nextCase, burst)) };
}

async function acceptedPerSecond(
  stack: BenchStack,
  arm: RunningArm,
  nextCase: () => number,
  count: number,
): Promise<Pick<Intake, 'perSecond' | 'drainedMs'>> {
  const { startedAt, outcomes } = await closedLoop(count, inFlight, () => arm.post(nextCase()));
  const acceptedAt = monotonicMs();
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw new VoidRound(`${arm.name}: ${String(failed.reason)}`);
  await everyoneInformed(stack, arm, count);
  return { perSecond: count / ((acceptedAt - startedAt) / 1_000), drainedMs: monotonicMs() - acceptedAt };
}

/** Each accepted concern becomes an SMS and an email to its client; one that does not was lost. */
async function everyoneInformed({ vendor }: BenchStack, arm: RunningArm, cases: number): Promise<void> {
  const end = Date.now() + drainedWithinMs;
  let arrived = vendor.clear().length;
  while (arrived < 2 * cases) {
    if (Date.now() > end) throw new VoidRound(`${arm.name}: ${arrived} of ${2 * cases} messages arrived.`);
    await pause(20);
    arrived += vendor.clear().length;
  }
  if (arrived > 2 * cases) throw new VoidRound(`${arm.name}: ${arrived} messages arrived, ${2 * cases} were to.`);
}

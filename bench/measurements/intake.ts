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
import { peopleOf } from '../story/people';
import { figure, spread } from '../table';
import type { Measurement } from './measurement';

const inFlight = 64;
const perSecond = 100;
const seconds = 2;
const steady = perSecond * seconds;
const burst = 60;
/** Once everything was accepted, how long the backlog may take. */
const drainedWithinMs = 120_000;

interface Intake {
  readonly perSecond: number;
  readonly p99: number;
  /** Of those at a steady rate. */
  readonly refused: number;
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
      const refused = (all: readonly Intake[]) => spread(spreadOf(all.map((one) => one.refused)));
      const times = rate.heed.median / rate.bare.median;
      return {
        title: 'Intakes',
        tables: [
          {
            columns: [
              '',
              'accepted a second',
              `p99 ms at ${perSecond} a second`,
              `refused of ${steady}`,
              `backlog of ${burst} gone after, s`,
            ],
            rows: [
              ['Heed (committed in PostgreSQL)', spread(rate.heed), spread(p99.heed), refused(ofHeed), drained(ofHeed)],
              [
                'bare Temporal (workflow started)',
                spread(rate.bare),
                spread(p99.bare),
                refused(ofBare),
                drained(ofBare),
              ],
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
            'under way. The workers run all the while, and every client whose concern was accepted gets their messages before the next round begins; else the round is void.',
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
  const posted = await openLoop(schedule, () => post(arm, nextCase()));
  const accepted = posted.flatMap(({ outcome }) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  // Who is refused has waited in vain: longer than anyone.
  const latencies = posted.map(({ dueAt, outcome }) =>
    outcome.status === 'fulfilled' ? outcome.value.acceptedAt - dueAt : Number.POSITIVE_INFINITY,
  );
  await everyoneInformed(stack, arm, accepted);
  return {
    p99: percentile(latencies, 0.99),
    refused: steady - accepted.length,
    ...(await acceptedPerSecond(stack, arm, nextCase, burst)),
  };
}

async function acceptedPerSecond(
  stack: BenchStack,
  arm: RunningArm,
  nextCase: () => number,
  count: number,
): Promise<Pick<Intake, 'perSecond' | 'drainedMs'>> {
  const accepted: Accepted[] = [];
  const { startedAt } = await closedLoop(count, inFlight, async () => {
    accepted.push(await post(arm, nextCase()));
  });
  const endedAt = monotonicMs();
  await everyoneInformed(stack, arm, accepted);
  return { perSecond: accepted.length / ((endedAt - startedAt) / 1_000), drainedMs: monotonicMs() - endedAt };
}

interface Accepted {
  readonly caseNumber: number;
  readonly acceptedAt: number;
}

async function post(arm: RunningArm, caseNumber: number): Promise<Accepted> {
  await arm.post(caseNumber);
  return { caseNumber, acceptedAt: monotonicMs() };
}

/** Each accepted concern becomes an SMS and an email to its client; one that does not was lost. */
async function everyoneInformed({ vendor }: BenchStack, arm: RunningArm, accepted: readonly Accepted[]): Promise<void> {
  const end = Date.now() + drainedWithinMs;
  const missing = new Set(
    accepted.flatMap(({ caseNumber }) => {
      const { clientMobile, clientEmail } = peopleOf(caseNumber);
      return [clientMobile, clientEmail];
    }),
  );
  for (;;) {
    for (const { to } of vendor.clear()) missing.delete(to);
    if (missing.size === 0) return;
    if (Date.now() > end)
      throw new VoidRound(`${arm.name}: ${missing.size} messages about accepted concerns are lacking.`);
    await pause(20);
  }
}

import type { RunningHeed } from '../arms/heed/arm';
import { heedArm } from '../arms/heed/arm';
import { holding, interleaved } from '../load/interleaved';
import { openLoop } from '../load/open-loop';
import { VoidRound } from '../load/player';
import { poissonSchedule } from '../load/schedule';
import type { BenchStack } from '../stack';
import { percentile, spreadOf } from '../statistics';
import { newcomerOf, peopleOf } from '../story/people';
import { figure, spread } from '../table';
import type { Measurement } from './measurement';

const perSecond = 4;
const aRound = 24;
/** How long a person's phone is looked at before the message counts as lost. */
const patienceMs = 30_000;

/** One thing that begins with a POST and writes to somebody at once. */
interface Beginning {
  readonly name: string;
  begin(index: number): Promise<void>;
  mobile(index: number): string;
  next: number;
}

/** A registration until the client's first message, beside a concern until the client's first message. */
export const signUp: Measurement = {
  name: 'sign-up',
  run: async ({ stack, size, say }) => {
    const { rounds } = size;
    // Rounds may be void.
    const heed = await heedArm({
      name: 'heed-sign-up',
      cases: (2 * rounds + 4) * aRound,
      queues: ['urgent', 'standard'],
    }).start(stack);
    try {
      const beginnings = beginningsOf(heed);
      for (const beginning of beginnings) await holding(() => latenciesOf(stack, beginning, 0), say);
      const measured = await interleaved(beginnings, rounds, (one, round) => latenciesOf(stack, one, round + 1), say);
      const [registered, raised] = beginnings.map((one) => {
        const all = measured.get(one) ?? [];
        return {
          name: one.name,
          p50: spreadOf(all.map((round) => percentile(round, 0.5))),
          p95: spreadOf(all.map((round) => percentile(round, 0.95))),
        };
      });
      if (!registered || !raised) throw new Error('Nothing was measured.');
      const times = registered.p95.median / raised.p95.median;
      return {
        title: 'From a registration to the client’s first message',
        tables: [
          {
            columns: ['', 'p50 ms', 'p95 ms'],
            rows: [registered, raised].map(({ name, p50, p95 }) => [name, spread(p50), spread(p95)]),
          },
        ],
        targets: [
          {
            what: 'p95 of a registration',
            wanted: '≤ 1.5 × a concern’s',
            measured: `${figure(times)} ×`,
            met: times <= 1.5,
          },
        ],
        notes: [
          `Open loop, Poisson arrivals at ${perSecond} a second, ${aRound} in each of ${rounds} interleaved rounds; counted from ` +
            'the instant at which the POST was due until the vendor had the SMS. Median of the rounds, and their range.',
        ],
      };
    } finally {
      await heed.stop();
    }
  },
};

const beginningsOf = (heed: RunningHeed): readonly Beginning[] => [
  {
    name: 'POST /v1/sign-ups',
    begin: (index) => heed.register(index),
    mobile: (index) => newcomerOf(index).mobile,
    next: 0,
  },
  {
    name: 'POST /v1/urgent-care/cases',
    begin: (index) => heed.post(index),
    mobile: (index) => peopleOf(index).clientMobile,
    next: 0,
  },
];

async function latenciesOf({ vendor }: BenchStack, beginning: Beginning, round: number): Promise<readonly number[]> {
  const first = beginning.next;
  beginning.next += aRound;
  const arrived = await openLoop(poissonSchedule(aRound, perSecond, round + 1), async (offset) => {
    const index = first + offset;
    await beginning.begin(index);
    return vendor.nextSms(beginning.mobile(index), patienceMs);
  });
  vendor.clear();
  return arrived.map(({ dueAt, outcome }) => {
    if (outcome.status === 'rejected') throw new VoidRound(`${beginning.name}: ${String(outcome.reason)}`);
    return outcome.value.at - dueAt;
  });
}

import { heedArm } from '../arms/heed/arm';
import { type Beginning, concerns, firstMessages, registrations } from '../load/beginnings';
import { holding, interleaved } from '../load/interleaved';
import { percentile, spreadOf } from '../statistics';
import { figure, spread } from '../table';
import type { Measurement } from './measurement';

const perSecond = 4;
const aRound = 24;

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
      const beginnings = [registrations(heed), concerns(heed)];
      const round = (one: Beginning, seed: number) => firstMessages(stack, one, { count: aRound, perSecond, seed });
      for (const beginning of beginnings) await holding(() => round(beginning, 1), say);
      const measured = await interleaved(beginnings, rounds, (one, number) => round(one, number + 2), say);
      const [registered, raised] = beginnings.map((beginning) => {
        const all = measured.get(beginning) ?? [];
        return {
          name: beginning.name,
          p50: spreadOf(all.map((one) => percentile(one, 0.5))),
          p95: spreadOf(all.map((one) => percentile(one, 0.95))),
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

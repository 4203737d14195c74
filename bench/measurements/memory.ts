import { setTimeout as pause } from 'node:timers/promises';
import type { RunningArm } from '../arms/arm';
import { heedArm } from '../arms/heed/arm';
import { residentMegabytes } from '../arms/processes';
import { closedLoop } from '../load/closed-loop';
import type { BenchContext, Measurement } from './measurement';

/** Gives the processes time to let go of what opening the cases needed. */
const restMs = 5_000;
const inFlight = 8;

/** Resident memory of API and worker with so many open cases, each waiting for its client. */
export const memory: Measurement = {
  name: 'memory',
  run: async (context) => {
    const { size, stack, say } = context;
    const most = Math.max(...size.openCases);
    const heed = await heedArm({ name: 'heed-memory', cases: most }).start(stack);
    try {
      const rows: string[][] = [];
      let open = 0;
      for (const wanted of [0, ...size.openCases]) {
        await openCases(heed, open, wanted, context);
        open = wanted;
        await pause(restMs);
        rows.push([String(open), ...heed.processes().map(({ pid }) => `${residentMegabytes(pid).toFixed(0)} MB`)]);
        say(`    ${open} open cases`);
      }
      return {
        title: 'Memory',
        tables: [{ columns: ['open cases', 'API', 'urgent worker'], rows }],
        targets: [],
        notes: [
          `Resident set ${restMs / 1_000} s after the last client was informed. The worker caches 200 workflows.`,
        ],
      };
    } finally {
      await heed.stop();
    }
  },
};

async function openCases(
  heed: RunningArm,
  from: number,
  to: number,
  { stack: { vendor } }: BenchContext,
): Promise<void> {
  const { outcomes } = await closedLoop(to - from, inFlight, (index) => heed.post(from + index));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw new Error(`A concern was not accepted: ${String(failed.reason)}`);
  const end = Date.now() + 300_000;
  for (let arrived = 0; arrived < 2 * (to - from); arrived += vendor.clear().length) {
    if (Date.now() > end) throw new Error('Not every client was informed.');
    await pause(50);
  }
}

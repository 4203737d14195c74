import { setTimeout as pause } from 'node:timers/promises';
import { heedArm, type RunningHeed } from '../arms/heed/arm';
import { addConsents } from '../arms/heed/consents';
import { clientId, formerClientId } from '../arms/heed/people';
import { type Retentions, retentionsOf } from '../arms/heed/retentions';
import { residentMegabytes } from '../arms/processes';
import { concerns, firstMessages } from '../load/beginnings';
import { holding } from '../load/interleaved';
import { percentile } from '../statistics';
import { figure } from '../table';
import type { BenchContext, BenchSize, Finding, Measurement, Target } from './measurement';

/** Concerns, as they come while something else goes on. */
const perSecond = 2;
const concernsOf = (size: BenchSize): number => size.rounds * 20;
const seconds = (size: BenchSize): number => concernsOf(size) / perSecond;

/** Ten thousand deadlines in one hour. */
const wakingPerSecond = 10_000 / (60 * 60);
const wokenWithin = (size: BenchSize): number => Math.ceil(wakingPerSecond * seconds(size));

/** Where in the cast each part of it begins, with room for rounds that are void: who is erased is written to no more. */
const castOf = (size: BenchSize) => {
  const mailed = 10 * concernsOf(size);
  const woken = mailed + size.mailed;
  return { mailed, woken, all: woken + 8 * wokenWithin(size) };
};

const dayMs = 24 * 60 * 60_000;
/** What waits is started in this time, or left out and said. */
const startedWithinMs = 6 * 60_000;
/** Gives the processes time to let go of what starting so many needed. */
const restMs = 10_000;
/** From the first start of what wakes until the first of it wakes. */
const leadMs = 20_000;

/** Urgent care beside what waits for a year, what wakes together, and what is written to many. */
export const retention: Measurement = {
  name: 'retention',
  run: async (context) => {
    const { stack, size } = context;
    const heed = await heedArm({
      name: 'heed-retention',
      cases: castOf(size).all,
      queues: ['urgent', 'standard', 'bulk'],
    }).start(stack);
    const retentions = await retentionsOf(stack, heed);
    try {
      return await measure(heed, retentions, context);
    } finally {
      await retentions.close();
      await heed.stop();
    }
  },
};

interface Beside {
  readonly what: string;
  readonly p50: number;
  readonly p99: number;
  /** Of all workers together. */
  readonly megabytes: number;
}

async function measure(heed: RunningHeed, retentions: Retentions, context: BenchContext): Promise<Finding> {
  const { stack, size, say } = context;
  const [few, many] = size.openRetentions;
  const raised = concerns(heed);
  const beside = async (what: string, during: () => Promise<unknown> = async () => undefined): Promise<Beside> => {
    const latencies = await holding(async () => {
      await during();
      return firstMessages(stack, raised, { count: concernsOf(size), perSecond, seed: 7 });
    }, say);
    say(`    beside ${what}`);
    const megabytes = heed
      .processes()
      .filter(({ name }) => name.includes('worker'))
      .reduce((sum, { pid }) => sum + residentMegabytes(pid), 0);
    return { what, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), megabytes };
  };
  const waiting = (from: number, to: number): Promise<number> =>
    retentions.open(numbered(from, to, formerClientId), 'notice', (index) => 300 * dayMs + index, startedWithinMs);

  await holding(() => firstMessages(stack, raised, { count: concernsOf(size), perSecond, seed: 1 }), say);
  await waiting(0, few);
  await pause(restMs);
  const besideFew = await beside(`${few} open retentions`);

  const opened = few + (await waiting(few, many));
  await pause(restMs);
  const besideMany = await beside(`${opened} open retentions`);

  const cast = castOf(size);
  let next = cast.woken;
  const waking = async (kind: 'notice' | 'deadline', rate: number): Promise<void> => {
    const from = next;
    next += wokenWithin(size);
    const startedAt = Date.now();
    await retentions.open(numbered(from, next, clientId), kind, (index) => leadMs + (index * 1_000) / rate, leadMs);
    await pause(startedAt + leadMs - Date.now());
  };
  const besideNotices = await beside(`${figure(wakingPerSecond)} notices a second`, () =>
    waking('notice', wakingPerSecond),
  );
  const besideErasures = await beside(`${figure(wakingPerSecond)} erasures a second`, () =>
    waking('deadline', wakingPerSecond),
  );

  await addConsents(heed, numbered(cast.mailed, cast.woken, clientId), 'news');
  const besideMail = await beside(`a mailing to ${size.mailed}`, () => heed.mailAll('news'));
  const mailed = await heed.mailed();

  const growth = besideMany.megabytes - besideFew.megabytes;
  const all = [besideFew, besideMany, besideNotices, besideErasures, besideMail];
  const slower = (one: Beside, base: Beside, most: number): Target => ({
    what: `p99 of a concern beside ${one.what}`,
    wanted: `≤ ${most} × that beside ${base.what}`,
    measured: `${figure(one.p99 / base.p99)} ×`,
    met: one.p99 / base.p99 <= most,
  });
  return {
    title: 'Urgent care beside retention and marketing',
    tables: [
      {
        columns: ['beside', 'p50 ms', 'p99 ms', 'workers MB'],
        rows: all.map(({ what, p50, p99, megabytes }) => [what, figure(p50), figure(p99), megabytes.toFixed(0)]),
      },
    ],
    targets: [
      { what: 'memory of the workers', wanted: '≤ 64 MB more', measured: `${growth.toFixed(0)} MB`, met: growth <= 64 },
      slower(besideMany, besideFew, 1.15),
      slower(besideNotices, besideMany, 1.25),
      slower(besideErasures, besideMany, 1.25),
      slower(besideMail, besideMany, 1.25),
    ],
    notes: [
      `Concerns in an open loop, Poisson arrivals at ${perSecond} a second, ${concernsOf(size)} beside each; counted from ` +
        'the instant at which the POST was due until the vendor had the first SMS. One after the other in the same ' +
        'processes, so that whatever has gathered in them counts against the later ones.',
      `${opened} of ${many} retentions were started within ${startedWithinMs / 60_000} minutes. Each is a row and a ` +
        'Temporal workflow that begins by its start delay.',
      'Notices and erasures: as ten thousand of an hour come when jitter has spread them, so many of them as fall into ' +
        'the measured time; an erasure with all of its steps.',
      `Of the mailing ${mailed} had gone when the last concern had been heard.`,
    ],
  };
}

const numbered = (from: number, to: number, id: (index: number) => string): readonly string[] =>
  Array.from({ length: to - from }, (_, index) => id(from + index));

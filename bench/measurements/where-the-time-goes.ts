import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@temporalio/client';
import { urgentCareWorkflowId } from '../../workflows/urgent-care/contract';
import type { RunningArm } from '../arms/arm';
import { bareArm } from '../arms/bare/arm';
import { bareWorkflowId } from '../arms/bare/environment';
import { heedArm } from '../arms/heed/arm';
import { type Share, sharesIn } from '../cpu-profile';
import { cpuTimesOf } from '../cpu-time';
import { holding } from '../load/interleaved';
import { createPlayer } from '../load/player';
import { casesPerSecond, type Trace, traces } from '../load/rounds';
import { monotonicMs } from '../monotonic';
import { median } from '../statistics';
import { figure } from '../table';
import type { BenchContext, Measurement, Table } from './measurement';

const perSecond = 2;

/** Between which instants a case's way to its first message is cut. */
const hops = [
  'POST due → workflow started',
  '→ first workflow task begins',
  '→ it ends, the activity is scheduled',
  '→ the activity begins',
  '→ first hand-off',
] as const;

/** Hop by hop, process by process, and library by library. */
export const whereTheTimeGoes: Measurement = {
  name: 'where',
  run: async (context) => {
    const { stack, size } = context;
    const cases = 3 * (size.warmUpCases + size.casesPerRound);
    // One after the other: even an idle Heed looks into its outbox.
    const heed = await heedArm({ name: 'heed-where', cases }).start(stack);
    const ofHeed = await look(heed, 'heed-where', (one) => urgentCareWorkflowId(heed.caseId(one)), context);
    const bare = await bareArm('bare-where').start(stack);
    const ofBare = await look(bare, 'bare-where', bareWorkflowId, context);
    const shares = await profile(context);
    return {
      title: 'Where the time goes',
      tables: [
        hopTable(ofHeed, ofBare),
        ...(ofHeed.cpu.length > 0 ? [cpuTable(ofHeed, ofBare)] : []),
        ...shares.map(({ name, of }) => shareTable(name, of)),
      ],
      targets: [],
      notes: [
        inWords(ofHeed, ofBare, shares),
        `Hops: medians of ${size.casesPerRound} cases at ${perSecond} a second, by the event times of their histories. ` +
          'Processor time: of the same whole cases. Shares: from `--cpu-prof` over a run of its own, idle time left out.',
      ],
    };
  },
};

interface Looked {
  /** Median milliseconds of each hop. */
  readonly hops: readonly number[];
  /** POST due to its answer. */
  readonly answered: number;
  /** Milliseconds of processor time a case, by process. */
  readonly cpu: readonly { readonly name: string; readonly ms: number }[];
}

/** Plays cases on an arm and stops it. */
async function look(
  arm: RunningArm,
  namespace: string,
  workflowId: (caseNumber: number) => string,
  { stack, size, say }: BenchContext,
): Promise<Looked> {
  const player = createPlayer(arm, stack);
  await holding(() => casesPerSecond(player, { cases: size.warmUpCases, inFlight: 4 }), say);
  const used = cpuTimesOf(arm, stack);
  const traced = await holding(() => traces(player, { cases: size.casesPerRound, warmUp: 0, perSecond, seed: 1 }), say);
  const cpu = cpuTimesOf(arm, stack).map(({ name, ms }, index) => ({
    name: name.replace(`${namespace}-`, ''),
    ms: (ms - (used[index]?.ms ?? 0)) / traced.length,
  }));
  const client = new Client({ connection: stack.temporal, namespace });
  await arm.stop();
  const ways = await Promise.all(traced.map((trace) => hopsOf(client, workflowId(trace.caseNumber), trace)));
  return {
    hops: hops.map((_, index) => median(ways.map((way) => way[index] ?? Number.NaN))),
    answered: median(traced.map(({ dueAt, acceptedAt }) => acceptedAt - dueAt)),
    cpu,
  };
}

async function hopsOf(client: Client, workflowId: string, { dueAt, handedOverAt }: Trace): Promise<readonly number[]> {
  // The histories' clock is the wall's.
  const toWall = performance.timeOrigin + performance.now() - monotonicMs();
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const first = (
    kind: 'workflowTaskStarted' | 'workflowTaskCompleted' | 'activityTaskStarted' | 'workflowExecutionStarted',
  ): number => {
    const time = events?.find((event) => event[`${kind}EventAttributes`])?.eventTime;
    return time ? Number(time.seconds) * 1_000 + (time.nanos ?? 0) / 1e6 : Number.NaN;
  };
  const instants = [
    dueAt + toWall,
    first('workflowExecutionStarted'),
    first('workflowTaskStarted'),
    first('workflowTaskCompleted'),
    first('activityTaskStarted'),
    handedOverAt + toWall,
  ];
  return instants.slice(1).map((instant, index) => instant - (instants[index] ?? Number.NaN));
}

interface ProfiledProcess {
  readonly name: 'API' | 'worker';
  readonly of: readonly Share[];
}

/** Heed once more, profiled: its figures count for nothing else. */
async function profile({ stack, size, say }: BenchContext): Promise<readonly ProfiledProcess[]> {
  const folder = path.join(stack.folder, 'profiles');
  const cases = size.warmUpCases + size.casesPerRound;
  const heed = await heedArm({ name: 'heed-profiled', cases: 3 * cases, profilesIn: folder }).start(stack);
  for (const name of ['api', 'worker']) mkdirSync(path.join(folder, name), { recursive: true });
  const player = createPlayer(heed, stack);
  await holding(() => casesPerSecond(player, { cases, inFlight: 8 }), say);
  // The profile is written when the process ends.
  await heed.stop();
  say('    profiled');
  return [
    { name: 'API', of: sharesIn(path.join(folder, 'api')) },
    { name: 'worker', of: sharesIn(path.join(folder, 'worker')) },
  ];
}

const hopTable = (heed: Looked, bare: Looked): Table => ({
  columns: ['hop', 'Heed ms', 'bare ms'],
  rows: [
    ...hops.map((hop, index) => [hop, figure(heed.hops[index] ?? Number.NaN), figure(bare.hops[index] ?? Number.NaN)]),
    ['POST due → its answer', figure(heed.answered), figure(bare.answered)],
  ],
});

const cpuTable = (heed: Looked, bare: Looked): Table => ({
  columns: ['processor time a case', 'Heed ms', 'bare ms'],
  rows: [
    ...heed.cpu.map(({ name, ms }) => [name, figure(ms), figure(bare.cpu.find((one) => one.name === name)?.ms ?? 0)]),
    ...bare.cpu
      .filter(({ name }) => !heed.cpu.some((one) => one.name === name))
      .map(({ name, ms }) => [name, '0', figure(ms)]),
    ['in all', figure(total(heed)), figure(total(bare))],
  ],
});

const shareTable = (name: string, shares: readonly Share[]): Table => ({
  columns: [`busy time of the ${name}`, '%'],
  rows: shares.slice(0, 8).map(({ of, share }) => [of, figure(share * 100)]),
});

const total = ({ cpu }: Looked): number => cpu.reduce((sum, { ms }) => sum + ms, 0);

function inWords(heed: Looked, bare: Looked, profiled: readonly ProfiledProcess[]): string {
  const sum = (looked: Looked): number => looked.hops.reduce((all, hop) => all + hop, 0);
  const apart = hops.map((hop, index) => ({ hop, ms: (heed.hops[index] ?? 0) - (bare.hops[index] ?? 0) }));
  const [most, next] = apart.sort((one, other) => other.ms - one.ms);
  const largest = ({ name, of }: ProfiledProcess): string =>
    `in the ${name} ${of
      .slice(0, 3)
      .map((one) => `${one.of} (${figure(one.share * 100)} %)`)
      .join(', ')}`;
  return (
    `Of ${figure(sum(heed))} ms to the first hand-off (bare: ${figure(sum(bare))} ms), the hops that differ most are ` +
    `“${most?.hop}” (${figure(most?.ms ?? 0)} ms more) and “${next?.hop}” (${figure(next?.ms ?? 0)} ms more): there the ` +
    `facts are committed in PostgreSQL before anything else happens. A whole case takes ${figure(total(heed))} ms of ` +
    `processor time (bare: ${figure(total(bare))} ms); the largest shares of busy time are ${profiled.map(largest).join('; ')}.`
  );
}

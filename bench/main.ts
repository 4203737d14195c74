import { parseArgs } from 'node:util';
import { PlainFailure } from '../local/plain-failure';
import { asSuperuser } from '../local/postgres/cluster';
import { sayOnTerminal as say } from '../local/say';
import { testRun, warmStart } from './measurements/commands';
import { consolePages } from './measurements/console';
import { edge } from './measurements/edge';
import { events } from './measurements/events';
import { featureCosts } from './measurements/features';
import { handOff } from './measurements/hand-off';
import { intake } from './measurements/intake';
import { type BenchSize, type Finding, type Measurement, quickSize, wholeSize } from './measurements/measurement';
import { memory } from './measurements/memory';
import { retention } from './measurements/retention';
import { signUp } from './measurements/sign-up';
import { whereTheTimeGoes } from './measurements/where-the-time-goes';
import { peerArms } from './peers/arms';
import { findingLines, type Versions, writeResults } from './results';
import { type BenchStack, startBenchStack } from './stack';

const measurements: readonly Measurement[] = [
  handOff(peerArms),
  events,
  whereTheTimeGoes,
  featureCosts,
  intake,
  edge,
  signUp,
  memory,
  consolePages,
  retention,
  warmStart,
  testRun,
];

/**
 * `npm run bench`: measures Heed beside what it is compared with. `--quick`: a few cases of each, for work on the benchmark
 * itself; `--only NAME`: one measurement. What was measured in full goes into bench/RESULTS.md.
 */
export async function main(): Promise<void> {
  const { wanted, size } = chosen();
  let starting: Promise<BenchStack> | undefined;
  let ending: Promise<never> | undefined;
  const end = (exitCode: number): Promise<never> => {
    ending ??= (async () => {
      // Told to stop while it starts: what has started already is stopped too.
      const stack = await starting?.catch(() => undefined);
      await stack?.stop();
      process.exit(exitCode);
    })();
    return ending;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(130));

  const startedAt = performance.now();
  try {
    starting = startBenchStack(process.env, say);
    const stack = await starting;
    const findings: Finding[] = [];
    for (const measurement of wanted) {
      say(`  ${measurement.name}`);
      const finding = await measurement.run({ stack, size, say });
      findings.push(finding);
      say(`\n${findingLines(finding).join('\n')}`);
    }
    if (size === wholeSize) {
      writeResults(findings, await versionsOf(stack), (performance.now() - startedAt) / 60_000);
      say('Written to bench/RESULTS.md.');
    }
  } catch (error) {
    // Being told to stop makes what was measured fail; that is no failure to tell of.
    if (!ending)
      process.stderr.write(`${error instanceof PlainFailure ? error.message : String((error as Error).stack)}\n`);
    await end(1);
  }
  await end(0);
}

function chosen(): { wanted: readonly Measurement[]; size: BenchSize } {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } } });
  const { quick, only } = values;
  const wanted = only === undefined ? measurements : measurements.filter(({ name }) => name === only);
  if (wanted.length === 0) {
    throw new PlainFailure(
      `There is no measurement ${only}; there are ${measurements.map(({ name }) => name).join(', ')}.`,
    );
  }
  return { wanted, size: quick ? quickSize : wholeSize };
}

async function versionsOf({ postgres, temporal }: BenchStack): Promise<Versions> {
  const { rows } = await asSuperuser(postgres, (client) =>
    client.query<{ server_version: string }>('SHOW server_version'),
  );
  const { serverVersion } = await temporal.workflowService.getSystemInfo({});
  return { postgres: rows[0]?.server_version ?? '', temporal: serverVersion ?? '' };
}

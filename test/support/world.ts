import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { NativeConnection } from '@temporalio/worker';
import { tellingCause } from '../../api/outbox/cause-header';
import { createEndedHistories } from '../../local/one-process/ended-histories';
import { createSkippedClock, createSkippedTime, type SkippedTime } from '../../local/one-process/skipped-time';
import type { SandboxOptions } from '../../local/sandbox/create-sandbox';
import { durationMs } from '../../workflows/urgent-care/policy';
import { type HeedUnderTest, startHeed, type Telemetry, testDataConverter } from './heed';
import { type Newcomers, newcomersOf } from './newcomers';
import { type People, peopleOf } from './people';
import { quiet } from './quiet';
import { timeSkipping } from './time-skipping';

/** The acceptance tests' language: people of the domain, and what they do and receive. design.md §6 */
export interface World extends People, Newcomers {
  readonly heed: HeedUnderTest;
  /** How far the API's and the worker's clocks are ahead of everybody else's; a test sets them at any moment. */
  readonly clockErrors: { apiAheadMs: number; workerAheadMs: number };
  /** The domain's time. */
  now(): Date;
  /** Lets the domain's time pass: everything due in it happens. */
  fastForward(duration: string): Promise<void>;
  /** As fastForward, for a story that cannot rest: something is held back from it. */
  letPass(duration: string): Promise<void>;
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorldOptions {
  /** Another Temporal server than a time-skipping one of its own; ended with the world. Time passes there as it does. */
  readonly env?: TestWorkflowEnvironment;
  readonly sandbox?: Partial<SandboxOptions>;
  readonly telemetry?: Telemetry;
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  quiet();
  const interceptors = { workflow: tellingCause(options.telemetry?.tracing ?? {}) };
  const env = options.env ?? (await timeSkipping({ dataConverter: testDataConverter, interceptors }));
  const clock = createSkippedClock(env);
  const clockErrors = { apiAheadMs: 0, workerAheadMs: 0 };
  const heed = await startHeed(
    {
      client: env.client,
      nativeConnection: env.nativeConnection as NativeConnection,
      ...(options.env ? {} : { histories: createEndedHistories(env.client) }),
    },
    {
      api: () => clock.now(clockErrors.apiAheadMs),
      worker: () => clock.now(clockErrors.workerAheadMs),
      outside: () => clock.now(),
    },
    options.sandbox,
    options.telemetry,
  );
  return worldOf(heed, env, createSkippedTime(clock, heed, heed), clockErrors);
}

function worldOf(
  heed: HeedUnderTest,
  env: TestWorkflowEnvironment,
  { now, settle, fastForward, letPass }: SkippedTime,
  clockErrors: World['clockErrors'],
): World {
  const people = peopleOf(heed, settle);
  return {
    heed,
    clockErrors,
    ...people,
    ...newcomersOf(heed, { ...people, now }),
    settle,
    now,
    fastForward: (duration) => fastForward(durationMs(duration)),
    letPass: (duration) => letPass(durationMs(duration)),
    stop: async () => {
      await heed.stop();
      await env.teardown();
    },
  };
}

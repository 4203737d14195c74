import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { NativeConnection } from '@temporalio/worker';
import type { SandboxOptions } from '../../local/sandbox/create-sandbox';
import { outboxState } from '../../records/outbox';
import { durationMs } from '../../workflows/urgent-care/policy';
import { type HeedUnderTest, startHeed, testDataConverter } from './heed';
import { type Newcomers, newcomersOf } from './newcomers';
import { type People, peopleOf } from './people';
import { quiet } from './quiet';
import { timeSkipping } from './time-skipping';
import { until } from './until';

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
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  quiet();
  const env = options.env ?? (await timeSkipping({ dataConverter: testDataConverter }));
  // Skipped time runs ahead of the wall clock by a lead that only fastForward changes.
  const time = { leadMs: 0 };
  const clockErrors = { apiAheadMs: 0, workerAheadMs: 0 };
  const ahead = (ms: number): Date => new Date(Date.now() + time.leadMs + ms);
  const heed = await startHeed(
    { client: env.client, nativeConnection: env.nativeConnection as NativeConnection },
    {
      api: () => ahead(clockErrors.apiAheadMs),
      worker: () => ahead(clockErrors.workerAheadMs),
      outside: () => ahead(0),
    },
    options.sandbox,
  );
  return worldOf(heed, env, time, clockErrors);
}

function worldOf(
  heed: HeedUnderTest,
  env: TestWorkflowEnvironment,
  time: { leadMs: number },
  clockErrors: World['clockErrors'],
): World {
  const settle = async (): Promise<void> => {
    let quietLooks = 0;
    await until('the story rests', async () => {
      await heed.sandbox.settle();
      const rests = heed.activitiesUnderWay() === 0 && (await outboxState(heed.records)).waiting === 0;
      // A workflow task between two activities shows nowhere: look several times.
      quietLooks = rests ? quietLooks + 1 : 0;
      return quietLooks >= 4;
    });
  };

  const skip = async (ms: number): Promise<void> => {
    await env.sleep(ms);
    time.leadMs = (await env.currentTimeMs()) - Date.now();
  };

  const people = peopleOf(heed, settle);
  const now = (): Date => new Date(Date.now() + time.leadMs);
  return {
    heed,
    clockErrors,
    ...people,
    ...newcomersOf(heed, { ...people, now }),
    settle,
    now,
    fastForward: async (duration) => {
      const slices = 20;
      const sliceMs = Math.ceil(durationMs(duration) / slices);
      for (let slice = 0; slice < slices; slice += 1) {
        await settle();
        await skip(sliceMs);
      }
      await settle();
    },
    letPass: (duration) => skip(durationMs(duration)),
    stop: async () => {
      await heed.stop();
      await env.teardown();
    },
  };
}

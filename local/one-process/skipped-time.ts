import { setTimeout as pause } from 'node:timers/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { outboxState } from '../../records/outbox';
import type { HeedInOneProcess, WorkersInOneProcess } from './heed';
import { letTimePass } from './let-time-pass';

/** Time that passes only when it is told to: on Temporal's time-skipping server, and by the clocks of Heed alike. */
export interface SkippedTime {
  readonly now: () => Date;
  /** Waits until nothing is under way any more. */
  readonly settle: () => Promise<void>;
  /** Lets it pass, and whatever is due in it happen. */
  readonly fastForward: (ms: number) => Promise<void>;
  /** As fastForward, for a story that cannot rest: something is held back from it. */
  readonly letPass: (ms: number) => Promise<void>;
}

/** The clock that Heed is started with, before there is anything to wait for. */
export interface SkippedClock {
  /** @param errorMs how far this one is ahead of everybody else's */
  readonly now: (errorMs?: number) => Date;
  readonly skip: (ms: number) => Promise<void>;
}

export function createSkippedClock(env: TestWorkflowEnvironment): SkippedClock {
  // Skipped time runs ahead of the wall clock by a lead that only skipping changes.
  let leadMs = 0;
  return {
    now: (errorMs = 0) => new Date(Date.now() + leadMs + errorMs),
    skip: async (ms) => {
      await letTimePass(env, ms);
      leadMs = (await env.currentTimeMs()) - Date.now();
    },
  };
}

const slices = 20;
const patienceMs = 60_000;

export function createSkippedTime(
  { now, skip }: SkippedClock,
  { sandbox, records }: Pick<HeedInOneProcess, 'sandbox' | 'records'>,
  workers: Pick<WorkersInOneProcess, 'underWay'>,
): SkippedTime {
  const settle = async (): Promise<void> => {
    const end = Date.now() + patienceMs;
    // A workflow task between two activities shows nowhere: look several times.
    for (let quietLooks = 0; quietLooks < 4; ) {
      if (Date.now() > end) throw new Error(`The story did not come to rest within ${patienceMs / 1000} s.`);
      await sandbox.settle();
      const rests = workers.underWay() === 0 && (await outboxState(records)).waiting === 0;
      quietLooks = rests ? quietLooks + 1 : 0;
      await pause(25);
    }
  };
  return {
    now: () => now(),
    settle,
    fastForward: async (ms) => {
      const sliceMs = Math.ceil(ms / slices);
      for (let slice = 0; slice < slices; slice += 1) {
        await settle();
        await skip(sliceMs);
      }
      await settle();
    },
    letPass: skip,
  };
}

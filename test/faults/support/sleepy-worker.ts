import type { HeedWithoutWorker } from '../../support/heed';
import type { Boundary } from './boundaries';
import { createDoors } from './doors';
import { createGate, never } from './gate';
import { createTries } from './tries';
import { startWorkerProcess } from './worker-process';

/** Where a worker falls asleep, and what becomes of that which was just going by. */
export interface Sleep extends Omit<Boundary, 'emails' | 'arrives'> {
  readonly goesOn: 'at once' | 'when the worker wakes' | 'never';
}

/** A worker that is stopped in its first step. */
export interface SleepyWorker {
  /** Settled when it is stopped. */
  readonly asleep: Promise<void>;
  wake(): void;
  /** Fails with what went wrong, if anything did. */
  check(): void;
  end(): Promise<void>;
}

export async function startSleepyWorker(
  heed: HeedWithoutWorker,
  namespace: string,
  caseId: string,
  sleep: Sleep,
): Promise<SleepyWorker> {
  const tries = createTries(heed, caseId);
  const asleep = createGate();
  const awake = createGate();
  let hasSlept = false;

  const doors = await createDoors(heed, namespace, async (moment) => {
    if (hasSlept) return;
    const { stands } = await tries.goesBy(moment, sleep);
    if (stands === 'elsewhere') return;
    if (stands === 'at the boundary') {
      worker.stop();
      hasSlept = true;
      asleep.open();
    }
    if (sleep.goesOn === 'when the worker wakes') await awake.opened;
    if (sleep.goesOn === 'never') await never();
  });
  const worker = await startWorkerProcess(heed, doors.ways);

  return {
    asleep: asleep.opened,
    wake: () => {
      worker.wake();
      awake.open();
    },
    check: () => doors.check(),
    end: async () => {
      await worker.kill();
      await doors.close();
    },
  };
}

import type { HeedWithoutWorker } from '../../support/heed';
import type { Boundary } from './boundaries';
import { createDoors } from './doors';
import { createGate, never } from './gate';
import type { Activity } from './stories';
import { createTries, type Try } from './tries';
import { startWorkerProcess, type WorkerProcess } from './worker-process';

/** A worker that dies in every step that it takes up, each time at the same boundary, and is replaced. */
export interface MortalWorker {
  /** In which activities it died, in their order. */
  deaths(): readonly Activity[];
  /** Fails with what went wrong, if anything did. */
  check(): void;
  end(): Promise<void>;
}

/**
 * @param fate the boundary at which it dies, null for a worker that lives; and how many steps it is spared before its
 * first death
 */
export async function startMortalWorker(
  heed: HeedWithoutWorker,
  namespace: string,
  caseId: string,
  { boundary, spares }: { readonly boundary: Boundary | null; readonly spares: number },
): Promise<MortalWorker> {
  const stepsSeen = new Set<string>();
  const diedIn = new Set<string>();
  const deaths: Activity[] = [];
  const tries = createTries(heed, caseId);
  const dead = new Map<Try, ReturnType<typeof createGate>>();

  const doors = await createDoors(heed, namespace, async (moment) => {
    const { during, stands } = await tries.goesBy(moment, boundary);
    stepsSeen.add(during.activityId);
    // The replacement carries out what its predecessor died of.
    if (stands === 'elsewhere' || diedIn.has(during.activityId) || stepsSeen.size <= spares) return;
    const death = dead.get(during) ?? createGate();
    dead.set(during, death);
    if (stands === 'at the boundary') {
      diedIn.add(during.activityId);
      deaths.push(during.activity);
      await replace();
      death.open();
    }
    await (boundary?.arrives ? death.opened : never());
  });
  let worker: Promise<WorkerProcess> = startWorkerProcess(heed, doors.ways);
  let failure: unknown;
  async function replace(): Promise<void> {
    await (await worker).kill();
    worker = startWorkerProcess(heed, doors.ways);
    worker.catch((error: unknown) => {
      failure = error;
    });
  }
  await worker;

  return {
    deaths: () => deaths,
    check: () => {
      doors.check();
      if (failure) throw failure;
    },
    end: async () => {
      await (await worker).kill();
      await doors.close();
    },
  };
}

import { type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import {
  type Act,
  actRecorded,
  type StepOrder,
  type UrgentCareActivities,
  type UrgentCareInput,
  type UrgentCareOutcome,
} from '../../workflows/urgent-care/contract';
import { workflowBundleFile } from './infrastructure';
import { timeSkipping } from './time-skipping';

/**
 * Cases whose real story runs on a time-skipping server of their own, with the test's activities. The worker keeps no
 * story in memory: each task replays it from its beginning, as after a restart.
 */
export interface CasesOnServer {
  begin(input: Omit<UrgentCareInput, 'organisationId'>, activities: UrgentCareActivities): Promise<CaseOnServer>;
  /** The worker ends, and another takes over. */
  restartWorker(): Promise<void>;
  now(): Promise<number>;
  pass(ms: number): Promise<void>;
  stop(): Promise<void>;
}

export interface CaseOnServer {
  /** To a case that has ended, an act comes too late and is nothing. */
  tell(act: Act): Promise<void>;
  readonly handle: WorkflowHandle<() => Promise<UrgentCareOutcome>>;
}

const taskQueue = 'cases';

export async function casesOnServer(names: readonly (keyof UrgentCareActivities)[]): Promise<CasesOnServer> {
  const env: TestWorkflowEnvironment = await timeSkipping();
  const cases = new Map<string, UrgentCareActivities>();
  const activities = Object.fromEntries(
    names.map((name) => [
      name,
      (order: StepOrder): Promise<unknown> => {
        const activity = cases.get(order.caseId)?.[name] as ((given: StepOrder) => Promise<unknown>) | undefined;
        if (!activity) throw new Error(`No case ${order.caseId}.`);
        return activity(order);
      },
    ]),
  );
  const startWorker = async (): Promise<() => Promise<void>> => {
    const worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue,
      workflowBundle: { codePath: workflowBundleFile() },
      activities,
      maxCachedWorkflows: 0,
    });
    const running = worker.run();
    return () => {
      worker.shutdown();
      return running;
    };
  };
  let stopWorker = await startWorker();

  return {
    async begin(input, given) {
      const { caseId: workflowId } = input;
      cases.set(workflowId, given);
      const args = [{ ...input, organisationId: 'an-organisation' }];
      const handle = await env.client.workflow.start('urgentCare', {
        taskQueue,
        workflowId,
        args,
        // A task that a worker takes to its grave is given to the next one after this long, in real time.
        workflowTaskTimeout: '2 seconds',
      });
      return {
        handle,
        tell: async (act) => {
          try {
            await handle.signal(actRecorded, act);
          } catch (error) {
            if (!(error instanceof WorkflowNotFoundError)) throw error;
          }
        },
      };
    },
    async restartWorker() {
      await stopWorker();
      stopWorker = await startWorker();
    },
    now: () => env.currentTimeMs(),
    pass: (ms) => env.sleep(ms),
    async stop() {
      await stopWorker();
      await env.teardown();
    },
  };
}

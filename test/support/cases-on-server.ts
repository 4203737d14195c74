import { isGrpcDeadlineError, type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { letTimePass } from '../../local/one-process/let-time-pass';
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
import { until } from './until';

/**
 * Cases whose real story runs on a time-skipping server of their own, with the test's activities. `replay` tells it anew
 * from its history, as a worker does that takes it over.
 */
export interface CasesOnServer {
  begin(input: Omit<UrgentCareInput, 'organisationId'>, activities: UrgentCareActivities): Promise<CaseOnServer>;
  now(): Promise<number>;
  pass(ms: number): Promise<void>;
  stop(): Promise<void>;
}

interface CaseOnServer {
  /** To a case that has ended, an act comes too late and is nothing. */
  tell(act: Act): Promise<void>;
  /** How it ended. @throws TaskLost */
  outcome(): Promise<UrgentCareOutcome>;
  /** Resolves to the history; fails where the story would go another way. */
  replay(): Promise<temporal.api.history.v1.IHistory>;
}

/**
 * On a busy machine this server now and then hands out a task that no worker gets, and never takes it back; its time stands
 * still from then on. A story that waits for something itself is lost on every server.
 */
export class TaskLost extends Error {}

const taskQueue = 'cases';
/** Of a life of years on this server: a second. */
const endsWithinMs = 30_000;

export async function casesOnServer(names: readonly (keyof UrgentCareActivities)[]): Promise<CasesOnServer> {
  const env: TestWorkflowEnvironment = await timeSkipping();
  const cases = new Map<string, UrgentCareActivities>();
  let underWay = 0;
  const activities = Object.fromEntries(
    names.map((name) => [
      name,
      (order: StepOrder): Promise<unknown> => {
        const activity = cases.get(order.caseId)?.[name] as ((given: StepOrder) => Promise<unknown>) | undefined;
        if (!activity) throw new Error(`No case ${order.caseId}.`);
        underWay += 1;
        return activity(order).finally(() => {
          underWay -= 1;
        });
      },
    ]),
  );
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: { codePath: workflowBundleFile() },
    activities,
    shutdownGraceTime: '1 second',
    shutdownForceTime: '5 seconds',
  });
  const running = worker.run();
  /** Several looks, since a workflow task between two activities shows nowhere. */
  const rests = async (): Promise<void> => {
    let quietLooks = 0;
    await until('the story rests', () => {
      quietLooks = underWay === 0 ? quietLooks + 1 : 0;
      return quietLooks >= 6;
    });
  };

  return {
    async begin(input, given) {
      const { caseId: workflowId } = input;
      cases.set(workflowId, given);
      const args = [{ ...input, organisationId: 'an-organisation' }];
      const handle: WorkflowHandle<() => Promise<UrgentCareOutcome>> = await env.client.workflow.start('urgentCare', {
        taskQueue,
        workflowId,
        args,
      });
      return {
        outcome: async () => {
          try {
            return await env.connection.withDeadline(Date.now() + endsWithinMs, () => handle.result());
          } catch (error) {
            throw isGrpcDeadlineError(error)
              ? new TaskLost(`The case has not ended within ${endsWithinMs} ms.`)
              : error;
          }
        },
        replay: async () => {
          const history = await handle.fetchHistory();
          await Worker.runReplayHistory({ workflowBundle: { codePath: workflowBundleFile() } }, history, workflowId);
          return history;
        },
        tell: async (act) => {
          try {
            await handle.signal(actRecorded, act);
          } catch (error) {
            if (!(error instanceof WorkflowNotFoundError)) throw error;
          }
        },
      };
    },
    now: () => env.currentTimeMs(),
    pass: async (ms) => {
      await rests();
      await letTimePass(env, ms);
    },
    async stop() {
      worker.shutdown();
      await running;
      await env.teardown();
    },
  };
}

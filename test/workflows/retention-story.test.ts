import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import {
  type Over,
  type RetentionActivities,
  type RetentionOrder,
  retentionQueue,
  retentionWorkflow,
  type Told,
  type TooEarly,
} from '../../workflows/retention/contract';
import { workflowBundleFile } from '../support/infrastructure';
import { quiet } from '../support/quiet';
import { type RealTimeServer, realTimeServer } from '../support/real-time-server';
import { timeSkipping } from '../support/time-skipping';
import { until } from '../support/until';

/** The story of a retention by itself: what it asks, when, and that it believes only what it is answered. */

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  quiet();
  env = await timeSkipping();
}, 60_000);
afterAll(() => env?.teardown());

const dayMs = 24 * 60 * 60_000;
const input = { enrolmentId: 'an-enrolment', version: 1, organisationId: 'an-organisation' };

interface Asked {
  readonly what: 'told' | 'carried-out';
  readonly at: number;
}

/** A record that answers as these say, and remembers when it was asked. */
function recordThatAnswers(answers: {
  readonly tell: (order: RetentionOrder) => Told | TooEarly | Over;
  readonly carryOut: (order: RetentionOrder) => TooEarly | Over;
}): { readonly activities: RetentionActivities; readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    activities: {
      tellOfRetention: async (order) => {
        asked.push({ what: 'told', at: order.at });
        return answers.tell(order);
      },
      carryOutRetention: async (order) => {
        asked.push({ what: 'carried-out', at: order.at });
        return answers.carryOut(order);
      },
    },
  };
}

let stories = 0;
const start = (startDelayMs: number) => {
  stories += 1;
  return env.client.workflow.start(retentionWorkflow, {
    workflowId: `retention-story-${stories}`,
    taskQueue: `${retentionQueue}-${stories}`,
    args: [input],
    startDelay: startDelayMs,
  });
};
const worker = (activities: RetentionActivities): Promise<Worker> =>
  Worker.create({
    connection: env.nativeConnection,
    taskQueue: `${retentionQueue}-${stories}`,
    workflowBundle: { codePath: workflowBundleFile() },
    activities,
  });

const over: Over = { kind: 'over' };

test('nothing is asked before the notice is due; the data goes at the very instant that it was told, not a millisecond before', async () => {
  const noticeAt = (await env.currentTimeMs()) + 335 * dayMs;
  const goesAt = noticeAt + 30 * dayMs + 123;
  const { activities, asked } = recordThatAnswers({
    tell: () => ({ kind: 'told', goesAt }),
    carryOut: ({ at }) => (at < goesAt ? { kind: 'too-early', until: goesAt } : over),
  });
  const handle = await start(335 * dayMs);
  await (await worker(activities)).runUntil(handle.result());
  const [told, carriedOut] = asked;
  expect(asked.map(({ what }) => what)).toEqual(['told', 'carried-out']);
  expect(told!.at).toBeGreaterThanOrEqual(noticeAt);
  expect(carriedOut!.at).toBeGreaterThanOrEqual(goesAt);
  expect(carriedOut!.at).toBeLessThan(goesAt + 60_000);
});

test('what the record calls too early is asked again then, however often it moves', async () => {
  const first = (await env.currentTimeMs()) + dayMs;
  let moves = 0;
  const { activities, asked } = recordThatAnswers({
    tell: ({ at }) => ({ kind: 'told', goesAt: at }),
    carryOut: () => {
      moves += 1;
      return moves < 4 ? { kind: 'too-early', until: first + moves * dayMs } : over;
    },
  });
  const handle = await start(0);
  await (await worker(activities)).runUntil(handle.result());
  const carriedOut = asked.filter(({ what }) => what === 'carried-out').map(({ at }) => at);
  expect(carriedOut.length).toBe(4);
  expect(carriedOut.slice(1).map((at, index) => at >= first + (index + 1) * dayMs)).toEqual([true, true, true]);
});

test('one that does not stand any more leaves quietly', async () => {
  const { activities, asked } = recordThatAnswers({ tell: () => over, carryOut: () => over });
  const handle = await start(0);
  await (await worker(activities)).runUntil(handle.result());
  expect(asked.map(({ what }) => what)).toEqual(['told']);
});

describe('with no worker over the deadline, on a server whose time passes as it does', () => {
  let server: RealTimeServer;
  beforeAll(async () => {
    server = await realTimeServer(`retention-story-${process.pid}`);
  }, 60_000);
  afterAll(() => server?.disconnect());

  test('it is carried out when one is back, at once and once', async () => {
    const taskQueue = 'retention-without-worker';
    const worker = (activities: RetentionActivities) => server.worker(taskQueue, activities);
    const goesAt = (told: readonly Asked[]): number => (told[0]?.at ?? 0) + 2_000;
    const before = recordThatAnswers({
      tell: ({ at }) => ({ kind: 'told', goesAt: at + 2_000 }),
      // One that is slow to leave does nothing more.
      carryOut: () => {
        throw new Error('This worker is on its way out.');
      },
    });
    const order = { workflowId: taskQueue, taskQueue, args: [input] };
    const handle = await server.client.workflow.start(retentionWorkflow, order);
    await (await worker(before.activities)).runUntil(() => until('the client was told', () => before.asked.length > 0));
    await until('the deadline has passed', () => Date.now() > goesAt(before.asked) + 100);

    const after = recordThatAnswers({ tell: () => over, carryOut: () => over });
    await (await worker(after.activities)).runUntil(handle.result());
    expect(after.asked.map(({ what }) => what)).toEqual(['carried-out']);
    expect(after.asked[0]?.at).toBeGreaterThanOrEqual(goesAt(before.asked));
  });
});

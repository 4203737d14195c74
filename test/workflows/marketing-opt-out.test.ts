import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { letTimePass } from '../../local/one-process/let-time-pass';
import {
  listConfirmed,
  type MarketingOptOutActivities,
  type MarketingOptOutInput,
  marketingOptOutWorkflow,
  receivedEarlier,
} from '../../workflows/marketing-opt-out/contract';
import { alarmAt, optOutAlarms } from '../../workflows/marketing-opt-out/rules';
import { workflowBundleFile } from '../support/infrastructure';
import { quiet } from '../support/quiet';
import { type RealTimeServer, realTimeServer } from '../support/real-time-server';
import { timeSkipping } from '../support/time-skipping';
import { until } from '../support/until';

/** An opt-out's story on a server that skips time: who is told what, and when. domain.md §4 */

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
/** Between the instant for which a timer was set and the task that it woke, on a busy machine. */
const wokenWithinMs = 60_000;

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  quiet();
  env = await timeSkipping();
}, 60_000);
afterAll(() => env?.teardown());

interface Told {
  readonly what: string;
  readonly at: number;
}

/** What it asked of the world, oldest first. @param takes which lists have it as soon as they are told */
function remembering(told: Told[], takes: (listId: string) => boolean): MarketingOptOutActivities {
  return {
    tellList: async ({ listId, at }) => {
      told.push({ what: `tell ${listId}`, at });
      return { confirmed: takes(listId) };
    },
    raiseOptOutAlarm: async ({ alarm, at }) => {
      told.push({ what: alarm, at });
    },
    completeOptOut: async ({ at }) => {
      told.push({ what: 'complete', at });
    },
  };
}

interface OptOutStory {
  readonly told: readonly Told[];
  readonly handle: WorkflowHandle;
  readonly receivedAt: number;
  readonly named: (...what: readonly string[]) => readonly Told[];
}

interface Given {
  /** How long ago it was received as it is recorded. */
  readonly receivedMsAgo?: number;
  readonly lists?: readonly string[];
  readonly takes?: (listId: string) => boolean;
}

let optOuts = 0;
async function withOptOut(
  { receivedMsAgo = 0, lists = ['platform'], takes = () => false }: Given,
  story: (optOut: OptOutStory) => Promise<void>,
): Promise<void> {
  optOuts += 1;
  const taskQueue = `opt-out-${optOuts}`;
  const told: Told[] = [];
  const receivedAt = (await env.currentTimeMs()) - receivedMsAgo;
  const input: MarketingOptOutInput = {
    optOutId: taskQueue,
    organisationId: 'an-organisation',
    receivedAt,
    listIds: lists,
  };
  const start = { taskQueue, workflowId: taskQueue, args: [input] };
  const handle = await env.client.workflow.start(marketingOptOutWorkflow, start);
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: { codePath: workflowBundleFile() },
    activities: remembering(told, takes),
  });
  const named = (...what: readonly string[]) => told.filter((one) => what.includes(one.what));
  await worker.runUntil(() => story({ told, handle, receivedAt, named }));
}

const alarmsOf = ({ named }: OptOutStory): readonly Told[] => named(...optOutAlarms);
const sequence = (told: readonly Told[]): readonly string[] => told.map(({ what }) => what);
const confirms = ({ handle }: OptOutStory, listId: string): Promise<void> => handle.signal(listConfirmed, { listId });

test('where every list takes it at once it is complete, and nobody is alarmed', async () => {
  await withOptOut({ lists: ['group', 'platform'], takes: () => true }, async ({ handle, told }) => {
    await handle.result();
    expect([...sequence(told)].sort()).toEqual(['complete', 'tell group', 'tell platform']);
    expect(sequence(told).at(-1)).toBe('complete');
  });
});

test('each alarm comes at its instant, and none twice', async () => {
  await withOptOut({}, async (optOut) => {
    await letTimePass(env, 8 * dayMs);
    const alarms = alarmsOf(optOut);
    expect(sequence(alarms)).toEqual(optOutAlarms);
    for (const [index, alarm] of optOutAlarms.entries()) {
      const instant = alarmAt(alarm, optOut.receivedAt);
      const at = alarms[index]?.at ?? 0;
      expect(at).toBeGreaterThanOrEqual(instant);
      expect(at).toBeLessThan(instant + wokenWithinMs);
    }
    expect(sequence(optOut.named('complete'))).toEqual([]);
    await confirms(optOut, 'platform');
    await optOut.handle.result();
    expect(sequence(alarmsOf(optOut))).toEqual(optOutAlarms);
  });
});

test.each([
  ['before day five', 5 * dayMs - hourMs, []],
  ['after day five', 5 * dayMs + hourMs, ['day-five']],
  ['after day six', 6 * dayMs + hourMs, ['day-five', 'day-six']],
] as const)('confirmed %s, the alarms after that do not come', async (_when, confirmedAfterMs, heard) => {
  await withOptOut({}, async (optOut) => {
    await letTimePass(env, confirmedAfterMs);
    await confirms(optOut, 'platform');
    await optOut.handle.result();
    await letTimePass(env, 8 * dayMs);
    expect(sequence(alarmsOf(optOut))).toEqual(heard);
    expect(optOut.named('complete')).toHaveLength(1);
  });
});

test('a list that has confirmed is told no more; the other one keeps it open, and is told', async () => {
  await withOptOut({ lists: ['group', 'platform'], takes: (list) => list === 'group' }, async (optOut) => {
    await letTimePass(env, 2 * dayMs);
    expect(optOut.named('tell group')).toHaveLength(1);
    expect(optOut.named('tell platform').length).toBeGreaterThan(8);
    await confirms(optOut, 'platform');
    await confirms(optOut, 'platform');
    await optOut.handle.result();
    expect(optOut.named('complete')).toHaveLength(1);
  });
});

test('a list that does not confirm is told again after a minute, two, four …, and never more than six hours apart', async () => {
  await withOptOut({}, async (optOut) => {
    await letTimePass(env, 2 * dayMs);
    const at = optOut.named('tell platform').map((told) => told.at);
    const minutesApart = at.slice(1).map((later, index) => Math.round((later - (at[index] ?? 0)) / 60_000));
    expect(minutesApart.slice(0, 10)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360]);
    expect(Math.max(...minutesApart)).toBe(360);
    await confirms(optOut, 'platform');
    await optOut.handle.result();
  });
});

test('received in the past, what is overdue by then is heard at once', async () => {
  await withOptOut({ receivedMsAgo: 6 * dayMs + hourMs }, async (optOut) => {
    await until('both are heard', () => alarmsOf(optOut).length === 2);
    expect(sequence(alarmsOf(optOut))).toEqual(['day-five', 'day-six']);
    await letTimePass(env, dayMs);
    expect(sequence(alarmsOf(optOut))).toEqual(optOutAlarms);
    await confirms(optOut, 'platform');
    await optOut.handle.result();
  });
});

test('received earlier than was known: its alarms come earlier; told later again, they stay', async () => {
  await withOptOut({}, async (optOut) => {
    await letTimePass(env, dayMs);
    expect(alarmsOf(optOut)).toEqual([]);
    await optOut.handle.signal(receivedEarlier, { receivedAt: optOut.receivedAt - 4 * dayMs - hourMs });
    await until('the first is heard', () => alarmsOf(optOut).length === 1);
    await optOut.handle.signal(receivedEarlier, { receivedAt: optOut.receivedAt });
    await letTimePass(env, dayMs);
    expect(sequence(alarmsOf(optOut))).toEqual(['day-five', 'day-six']);
    await confirms(optOut, 'platform');
    await optOut.handle.result();
  });
});

describe('with no worker over the deadline, on a server whose time passes as it does', () => {
  let server: RealTimeServer;
  beforeAll(async () => {
    server = await realTimeServer(`opt-out-${process.pid}`);
  }, 60_000);
  afterAll(() => server?.disconnect());

  test('what is overdue is put on record as soon as one runs, although the list has confirmed meanwhile', async () => {
    const taskQueue = 'opt-out-without-worker';
    const told: Told[] = [];
    const receivedAt = Date.now() - 6.5 * dayMs;
    const worker = () =>
      server.worker(
        taskQueue,
        remembering(told, () => false),
      );
    const input = { optOutId: taskQueue, organisationId: 'an-organisation', receivedAt, listIds: ['platform'] };
    const handle = await server.client.workflow.start(marketingOptOutWorkflow, {
      taskQueue,
      workflowId: taskQueue,
      args: [input satisfies MarketingOptOutInput],
    });
    const heard = () => sequence(told.filter(({ what }) => what.startsWith('day-')));
    const isBeforeTheDeadline = async (): Promise<void> => {
      await until('two days are heard', () => heard().length === 2);
    };
    await (await worker()).runUntil(isBeforeTheDeadline);
    expect(heard()).toEqual(['day-five', 'day-six']);

    // It turns out that the deadline had passed long before.
    await handle.signal(receivedEarlier, { receivedAt: receivedAt - dayMs });
    await handle.signal(listConfirmed, { listId: 'platform' });
    expect(heard()).toHaveLength(2);

    const wokenAt = Date.now();
    await (await worker()).runUntil(handle.result());
    expect(heard()).toEqual(optOutAlarms);
    expect(told.find(({ what }) => what === 'day-seven')?.at).toBeGreaterThanOrEqual(wokenAt - 1_000);
    expect(sequence(told).at(-1)).toBe('complete');
  });
});

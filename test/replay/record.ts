import { TestWorkflowEnvironment } from '@temporalio/testing';
import { sayOnTerminal } from '../../local/say';
import { findDevServer } from '../../local/temporal/servers';
import { createPayloadCodec } from '../../runtime/temporal/payload-codec';
import { urgentCareWorkflowId } from '../../workflows/urgent-care/contract';
import { testDataConverter, testKeys } from '../support/heed';
import { quiet } from '../support/quiet';
import { createWorld, type World } from '../support/world';
import { behaviours, goesOnInANewRun } from './behaviours';
import { isRecorded, keepHistory, openedHistory } from './histories';
import { privacyBehaviours } from './privacy-behaviours';
import { signUpBehaviours } from './sign-up-behaviours';

/**
 * `npm run record:history` carries out each behaviour that has no history yet, on the whole of Heed, and keeps the
 * history of its case in `histories/`. One that is there is never recorded anew: a change that cannot replay it would
 * break cases in the field, and needs `patched()`. Only a history of a version that never ran in the field may be
 * deleted first.
 */

/** Carries out a behaviour. @returns the id of the workflow whose history is kept */
type Carried = (world: World) => Promise<string>;

const allBehaviours: Readonly<Record<string, Carried>> = {
  ...Object.fromEntries(
    Object.entries(behaviours).map(([name, behaviour]): [string, Carried] => [
      name,
      async (world) => urgentCareWorkflowId((await behaviour(world)).id),
    ]),
  ),
  ...signUpBehaviours,
  ...privacyBehaviours,
};

for (const [name, carried] of Object.entries(allBehaviours).filter(([known]) => !isRecorded(known))) {
  test(name, async () => record(await createWorld(), carried, () => name));
}

const longOne = 'goes-on-in-a-new-run';
/** A server takes some thousands of events for many; this one some tens, so that a short case is a long one. */
const manyEvents = 24;

if (!isRecorded(`${longOne}-1`)) {
  test(longOne, async () => {
    quiet();
    const env = await TestWorkflowEnvironment.createLocal({
      server: {
        executable: { type: 'existing-path', path: await findDevServer(process.env, sayOnTerminal) },
        extraArgs: ['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${manyEvents}`],
      },
      client: { dataConverter: testDataConverter },
    });
    const carried: Carried = async (world) => urgentCareWorkflowId((await goesOnInANewRun(world)).id);
    await record(await createWorld({ env }), carried, (run) => `${longOne}-${run + 1}`);
  });
}

test('every behaviour has its history now', () => {
  expect([...Object.keys(allBehaviours), `${longOne}-1`].filter((name) => !isRecorded(name))).toEqual([]);
});

async function record(world: World, carried: Carried, nameOf: (run: number) => string): Promise<void> {
  try {
    const workflowId = await carried(world);
    await world.settle();
    for (const [index, runId] of (await runsOf(world, workflowId)).entries()) {
      const handle = world.heed.client.workflow.getHandle(workflowId, runId);
      keepHistory(nameOf(index), await openedHistory(await handle.fetchHistory(), createPayloadCodec(testKeys)));
    }
  } finally {
    await world.stop();
  }
}

/** From the first run to the last. */
async function runsOf(world: World, workflowId: string): Promise<readonly string[]> {
  const { client } = world.heed;
  const runs: string[] = [];
  for (let run = (await client.workflow.getHandle(workflowId).describe()).runId; run !== ''; ) {
    runs.unshift(run);
    const history = await client.workflow.getHandle(workflowId, run).fetchHistory();
    run = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? '';
  }
  return runs;
}

import { TestWorkflowEnvironment } from '@temporalio/testing';
import { sayOnTerminal } from '../../local/say';
import { findDevServer } from '../../local/temporal/servers';
import { createPayloadCodec } from '../../runtime/temporal/payload-codec';
import { testDataConverter, testKeys } from '../support/heed';
import type { CaseInWorld } from '../support/people';
import { quiet } from '../support/quiet';
import { createWorld, type World } from '../support/world';
import { type Behaviour, behaviours, goesOnInANewRun } from './behaviours';
import { isRecorded, keepHistory, openedHistory } from './histories';

/**
 * `npm run record:history` carries out each behaviour that has no history yet, on the whole of Heed, and keeps the
 * history of its case in `histories/`. One that is there is never recorded anew: a change that cannot replay it would
 * break cases in the field, and needs `patched()`. Only a history of a version that never ran in the field may be
 * deleted first.
 */

for (const [name, behaviour] of Object.entries(behaviours).filter(([known]) => !isRecorded(known))) {
  test(name, async () => record(await createWorld(), behaviour, () => name));
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
    await record(await createWorld({ env }), goesOnInANewRun, (run) => `${longOne}-${run + 1}`);
  });
}

test('every behaviour has its history now', () => {
  expect([...Object.keys(behaviours), `${longOne}-1`].filter((name) => !isRecorded(name))).toEqual([]);
});

async function record(world: World, behaviour: Behaviour, nameOf: (run: number) => string): Promise<void> {
  try {
    const theCase = await behaviour(world);
    await world.settle();
    for (const [index, runId] of (await runsOf(world, theCase)).entries()) {
      const handle = world.heed.client.workflow.getHandle(`urgent-care/${theCase.id}`, runId);
      keepHistory(nameOf(index), await openedHistory(await handle.fetchHistory(), createPayloadCodec(testKeys)));
    }
  } finally {
    await world.stop();
  }
}

/** From the first run to the last. */
async function runsOf(world: World, { id }: CaseInWorld): Promise<readonly string[]> {
  const workflow = world.heed.client.workflow.getHandle(`urgent-care/${id}`);
  const runs: string[] = [];
  for (let run = (await workflow.describe()).runId; run !== ''; ) {
    runs.unshift(run);
    const history = await world.heed.client.workflow.getHandle(workflow.workflowId, run).fetchHistory();
    run = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? '';
  }
  return runs;
}

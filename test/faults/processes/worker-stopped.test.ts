import { setMaxListeners } from 'node:events';
import { Connection } from '@temporalio/client';
import { temporalServer } from '../../support/infrastructure';
import { until } from '../../support/until';
import { type Sleep, startSleepyWorker } from '../support/sleepy-worker';
import { type Stage, setStage } from '../support/stage';
import { startWorkerProcess } from '../support/worker-process';

/**
 * A worker that is stopped in the middle of a step (SIGSTOP: a machine that is out of memory, a paused virtual one) and
 * wakes up when its replacement has carried the step out and the case is further on.
 */

const sleeps: readonly Sleep[] = [
  { name: 'before its first transaction', moment: 'begin', of: 1, goesOn: 'when the worker wakes' },
  { name: "in the middle of it, the client's row locked", moment: 'commit', of: 1, goesOn: 'when the worker wakes' },
  { name: 'before its lease check', moment: 'committed', of: 1, goesOn: 'at once' },
  {
    name: 'after its lease check, and what it sends is lost on the way',
    moment: 'send',
    of: 'its messages',
    goesOn: 'never',
    withoutReports: true,
  },
  {
    name: 'before it hears that the vendors took it',
    moment: 'taken',
    of: 'its messages',
    goesOn: 'when the worker wakes',
  },
  { name: 'before its second transaction', moment: 'begin', of: 2, goesOn: 'when the worker wakes' },
];

let connection: Connection;
beforeAll(async () => {
  setMaxListeners(100, process);
  connection = await Connection.connect(temporalServer());
});

/** What stands of the step in which the worker slept, and of where the case is. */
async function whatStands({ heed, jo, theCase }: Stage) {
  const { status, checkpoints } = await theCase.read();
  const messages = await heed.records.withOrganisation(heed.demo.organisation.id, new Date(), ({ db }) =>
    db.dispatch.findMany({ where: { caseId: theCase.id, template: 'inform-client' }, orderBy: { id: 'asc' } }),
  );
  const { mobile, email } = jo.described;
  const received = heed.sandbox
    .messages()
    .filter(({ to, text }) => (to === mobile || to === email) && text.includes('thinking of contacting'));
  return {
    status,
    checkpoints,
    onRecord: messages.map(({ channel, status: sent, vendorId, possibleDuplicate }) => ({
      channel,
      sent,
      vendorId,
      possibleDuplicate,
    })),
    received: received.map(({ id, channel }) => ({ id, channel })).toSorted((a, b) => (a.channel < b.channel ? 1 : -1)),
  };
}

/** The client is informed by the replacement, their turn passes, the practitioner is asked; then the worker wakes. */
async function sleptThrough(sleep: Sleep) {
  const stage = await setStage({
    connection,
    namespace: `sleep-${sleeps.indexOf(sleep)}`,
    withoutReports: sleep.withoutReports ?? false,
    clientWindow: 'PT1S',
  });
  try {
    const { heed, namespace, jo, theCase } = stage;
    const sleepy = await startSleepyWorker(heed, namespace, theCase.id, sleep);
    stage.whenCleared(() => sleepy.end());
    await sleepy.asleep;
    const ways = { namespace, vendorsUrl: heed.sandbox.url, databaseUrl: heed.database.databaseUrl };
    const replacement = await startWorkerProcess(heed, ways);
    stage.whenCleared(() => replacement.kill());
    await until(
      'the practitioner is asked',
      async () => (await theCase.timeline()).some(({ kind }) => kind === 'staff.asked-for-decision'),
      patienceMs,
    );
    await stage.rest(() => sleepy.check());
    const asleep = await whatStands(stage);

    await replacement.kill();
    sleepy.wake();
    // That it carries out another step shows that it is awake, and that the one in which it slept is behind it.
    await jo.repliesBySms('I read your message.');
    await until(
      'the practitioner hears of it',
      async () => (await theCase.timeline()).some(({ kind }) => kind === 'staff.asked-for-news'),
      patienceMs,
    );
    await stage.rest(() => sleepy.check());
    return { asleep, awake: await whatStands(stage) };
  } finally {
    await stage.clear();
  }
}

const patienceMs = 240_000;

/** Side by side, since a stopped worker keeps for a minute what Temporal had given it. */
let slept: Map<Sleep, ReturnType<typeof sleptThrough>>;
beforeAll(() => {
  slept = new Map(
    sleeps.map((sleep) => {
      const sleeping = sleptThrough(sleep);
      // Whichever test awaits it hears of a failure.
      sleeping.catch(() => undefined);
      return [sleep, sleeping];
    }),
  );
});
afterAll(async () => {
  await Promise.allSettled(slept.values());
  await connection?.close();
}, patienceMs);

test.each(sleeps)(
  'stopped $name, it sends nothing and changes nothing when it wakes',
  async (sleep) => {
    const through = await slept.get(sleep);
    expect(through?.asleep.received.map(({ channel }) => channel)).toEqual(['sms', 'email']);
    expect(through?.asleep.status).toBe('deciding');
    expect(through?.awake).toEqual(through?.asleep);
  },
  patienceMs,
);

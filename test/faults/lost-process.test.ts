import { Client, Connection } from '@temporalio/client';
import { findLostProcesses } from '../../api/outbox/lost-processes';
import { relayOnce } from '../../api/outbox/relay';
import { systemClock } from '../../runtime/clock';
import { createLog } from '../../runtime/log';
import { urgentCareWorkflowId } from '../../workflows/urgent-care/contract';
import { casesOnRecord } from '../support/case-on-record';
import { temporalServer } from '../support/infrastructure';
import { createRecordsUnderTest } from '../support/records';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** Temporal may lose its data, and a run may be ended by hand. An open case never ends that way. */

describe('a case whose process is gone', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  }, 60_000);
  afterAll(() => world?.stop());
  const lose = (id: string): Promise<unknown> =>
    world.heed.client.workflow.getHandle(urgentCareWorkflowId(id)).terminate('lost');

  test('goes on with the next thing that is recorded, and nobody who answered is asked again', async () => {
    const dr = world.staff('practitioner');
    const jo = world.client();
    const theCase = await dr.raisesConcern(jo, 'significant');
    await theCase.reaches('awaiting-client');
    await lose(theCase.id);

    await jo.answers({ 'contact-1': 'concern', gp: 'refuse' });
    await theCase.reaches('deciding');
    expect(jo.smsCount()).toBe(1);
    await theCase.proceed(dr, 'contact-1');
    await jo.contact1.receivesSms(/please call/);
    await theCase.reaches('awaiting-acknowledgement');
    await lose(theCase.id);

    await jo.contact1.repliesBySms('1');
    await theCase.reaches('aftercare');
    await dr.receivesSms(/someone acting/);
    await lose(theCase.id);

    await theCase.outcome(dr, 'someone-acting');
    const closed = await theCase.reaches('closed');
    expect(closed.outcome).toMatchObject({ kind: 'someone-acting', by: dr.id });
    const mobile = jo.described.urgentCarePlan.contacts[0]?.mobile ?? '';
    const asked = world.heed.sandbox.messages({ to: mobile }).filter(({ text }) => /please call/.test(text));
    expect(asked).toHaveLength(1);
    await jo.contact2.receivesNothing();
    await jo.gp.receivesNothing();
    const begunAnew = (await theCase.timeline()).filter(({ kind }) => kind === 'case.begun-anew');
    expect(begunAnew).toHaveLength(3);
  });

  test('in which the client was asked again asks them no third time, and lets them have their turn', async () => {
    const dr = world.staff('practitioner');
    const ada = world.client();
    const theCase = await dr.raisesConcern(ada, 'significant');
    await theCase.reaches('awaiting-client');
    await ada.answers({ gp: 'refuse' });
    await theCase.reaches('deciding');
    await theCase.act(dr, 'decisions', { kind: 'ask-again', note: 'They may have been interrupted.' });
    await theCase.reaches('awaiting-client');
    await lose(theCase.id);

    await ada.repliesBySms('I am thinking about it.');
    await until('the process has begun anew', async () =>
      (await theCase.timeline()).some(({ kind }) => kind === 'case.begun-anew'),
    );
    await world.settle();
    expect((await theCase.read()).status).toBe('awaiting-client');
    const questions = world.heed.sandbox
      .messages({ to: ada.described.mobile ?? '' })
      .filter(({ text }) => /thinking of contacting/.test(text));
    expect(questions).toHaveLength(2);
    await ada.answers({ 'contact-1': 'concern' });
    await theCase.reaches('deciding');
    await theCase.standDown(dr, 'client-safe');
    await theCase.reaches('closed');
  });

  test('that has closed stays closed', async () => {
    const dr = world.staff('practitioner');
    const jo = world.client();
    const theCase = await dr.raisesConcern(jo, 'significant');
    await theCase.reaches('awaiting-client');
    await theCase.standDown(dr, 'client-safe');
    await theCase.reaches('closed');
    await world.settle();
    const before = (await theCase.timeline()).length;
    await relayOnce({ ...world.heed, clock: systemClock, log: createLog('test', 'silent') });
    expect(await theCase.timeline()).toHaveLength(before);
  });
});

test('an open case that no process carries is found, and its process begins, once', async () => {
  const underTest = await createRecordsUnderTest();
  const { address, namespace } = temporalServer();
  const connection = await Connection.connect({ address });
  try {
    const { records } = underTest;
    const client = new Client({ connection, namespace });
    const deps = { records, client, clock: systemClock, log: createLog('test', 'silent') };
    const cases = casesOnRecord(records, underTest.demo.organisation);
    const lost = await cases.raised(cases.client(0));
    const young = await cases.raised(cases.client(1));
    // As if both had been told to Temporal long ago, and Temporal had forgotten.
    await underTest.asOwner('UPDATE outbox_entries SET delivered_at = now()');
    await underTest.asOwner(`UPDATE cases SET opened_at = now() - interval '3 minutes' WHERE id = $1`, [lost]);

    expect(await findLostProcesses(deps)).toBe(1);
    expect(await findLostProcesses(deps)).toBe(0);
    await underTest.asOwner('UPDATE outbox_entries SET leased_until = NULL WHERE delivered_at IS NULL');
    expect(await relayOnce(deps)).toBe(1);
    expect(await findLostProcesses(deps)).toBe(0);
    const handle = client.workflow.getHandle(urgentCareWorkflowId(lost));
    await until('the process runs', async () => (await handle.describe()).status.name === 'RUNNING');
    await handle.terminate('the test is over');
    await expect(client.workflow.getHandle(urgentCareWorkflowId(young)).describe()).rejects.toThrow();
  } finally {
    await connection.close();
    await underTest.stop();
  }
});

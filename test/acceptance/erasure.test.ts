import { answerOf } from '../../client/heed-client';
import { decodedHistory } from '../../local/decoded-history';
import { agreeToMarketing } from '../../records/marketing/consents';
import { heedItself } from '../../records/work';
import { createPayloadCodec } from '../../runtime/temporal/payload-codec';
import { retentionCategories } from '../../workflows/retention/words';
import { testKeys } from '../support/heed';
import type { NewcomerInWorld } from '../support/newcomers';
import { createRealTimeWorld } from '../support/real-time-world';
import { temporalDump } from '../support/temporal-dump';
import { until } from '../support/until';
import { wholeDump } from '../support/whole-dump';
import type { World } from '../support/world';

/** Somebody of whom Heed knows everything that it can know, and asks to be forgotten. domain.md §5 */

// A history that has ended is gone from the server half a minute after it was deleted.
jest.setTimeout(240_000);
const patienceMs = 180_000;

const concern = 'Says that the mornings at the lighthouse are the worst.';
const note = 'Walks by the canal when it gets loud.';

let world: World;
beforeAll(async () => {
  world = await createRealTimeWorld('erasure');
}, 60_000);
afterAll(() => world?.stop());

/** Signed up with all that belongs to it, treated, and taken care of in a crisis. */
async function lived(robin: NewcomerInWorld): Promise<{ readonly caseId: string }> {
  const [supervisor, dr, clinician] = [
    world.staff('supervisor'),
    world.staff('practitioner'),
    world.staff('dutyClinician'),
  ];
  await robin.receivesSms(/a form for you to read and sign/);
  const ofRobin = { path: { clientId: robin.clientId } };
  const png = Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    Buffer.from(robin.person.lastName),
  ]);
  const signed = await world.platform.PUT('/v1/clients/{clientId}/consent-form', {
    params: ofRobin,
    body: {
      version: 1,
      signedName: robin.person.lastName,
      signedAt: new Date().toISOString(),
      document: { contentType: 'image/png', base64: png.toString('base64') },
    },
  });
  answerOf(signed);
  await robin.answersAllQuestions('worried');
  await robin.reaches('safety-conversation');
  const judged = { note: 'Spoke for half an hour.', urgentCarePlanNeeded: true, openCase: false };
  await robin.act(clinician, 'safety-judgements', judged);
  await robin.reaches('planning-urgent-care');
  await robin.completesPlan(clinician);
  await robin.reaches('allocating');
  await robin.act(supervisor, 'allocation-decisions', { kind: 'confirm', practitionerId: dr.id });
  await robin.reaches('awaiting-practitioner');
  await robin.act(dr, 'allocation-answers', { answer: 'accept' });
  await robin.reaches('enrolled');

  answerOf(await dr.heed.POST('/v1/clients/{clientId}/notes', { params: ofRobin, body: { text: note } }));
  const summary = { kind: 'progress', text: note } as const;
  answerOf(await supervisor.heed.POST('/v1/clients/{clientId}/summaries', { params: ofRobin, body: summary }));
  await world.heed.records.withOrganisation(world.heed.demo.organisation.id, new Date(), (work) =>
    agreeToMarketing(work, heedItself, {
      clientId: robin.clientId,
      channel: 'email',
      topics: ['courses'],
      evidence: { at: work.at, wording: 'Yes, write to me.', source: 'person' },
    }),
  );
  return { caseId: await throughACrisis(robin) };
}

async function throughACrisis(robin: NewcomerInWorld): Promise<string> {
  const dr = world.staff('practitioner');
  const raised = { clientId: robin.clientId, concern, immediacy: 'significant', doneSoFar: 'Called twice.' } as const;
  const { id } = answerOf(await dr.heed.POST('/v1/urgent-care/cases', { body: raised }));
  const theCase = world.case(id);
  await theCase.reaches('awaiting-client');
  const agreed = { recipient: 'contact-1', answer: 'agree', tier: 'concern' } as const;
  await theCase.act(dr, 'client-answers', { answers: [agreed], via: 'phone' });
  await theCase.reaches('deciding');
  await theCase.proceed(dr, 'contact-1');
  await theCase.reaches('awaiting-acknowledgement');
  await theCase.act(dr, 'acknowledgements', { recipient: 'contact-1', answer: 'acting', via: 'phone' });
  await theCase.reaches('aftercare');
  await theCase.outcome(dr, 'someone-acting');
  await theCase.reaches('closed');
  return id;
}

/** Every history in the namespace, with every payload in it opened. */
async function everyHistory(): Promise<readonly { readonly workflowId: string; readonly text: string }[]> {
  const { client } = world.heed;
  const codec = createPayloadCodec(testKeys);
  const all: { workflowId: string; text: string }[] = [];
  for await (const { workflowId, runId } of client.workflow.list()) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    all.push({ workflowId, text: workflowId + JSON.stringify(await decodedHistory(history, codec)) });
  }
  return all;
}

const dump = () => wholeDump(world.heed.database.ownerUrl, world.heed.database.keysDatabaseUrl, testKeys);

test('who asks to be erased is nowhere any more: not in the rows, not in the histories, not behind a key', async () => {
  const robin = await world.newcomer('Robinette');
  const kept = await world.newcomer('Alex');
  const { caseId } = await lived(robin);
  const words = [robin.person.lastName, robin.person.email, robin.person.mobile, 'Robinette', concern, note];
  const ids = [robin.clientId, robin.signUpId, caseId];

  // What is looked for is there before: a search that finds nothing proves nothing otherwise.
  const whole = await dump();
  expect(whole.finds(words)).toEqual(words);
  const key = whole.keys.get(robin.clientId) ?? Buffer.of();
  expect(key).toHaveLength(32);
  const before = (await everyHistory()).filter(({ text }) => ids.some((id) => text.includes(id)));
  expect(before.map(({ workflowId }) => workflowId)).toEqual(
    expect.arrayContaining([`urgent-care/${caseId}`, `sign-up/${robin.signUpId}`]),
  );

  const { heed: dpo } = world.staff('dpo');
  const params = { path: { clientId: robin.clientId } };
  const order = { basis: 'rights-request', reason: `${robin.person.lastName} asked for it.` } as const;
  const { id } = answerOf(await dpo.POST('/v1/clients/{clientId}/erasures', { params, body: order }));
  const theErasure = { path: { erasureId: id } };
  const read = async () => answerOf(await dpo.GET('/v1/erasures/{erasureId}', { params: theErasure }));
  await until('the erasure is done', async () => (await read()).status === 'done', patienceMs, 250);

  const { receipt } = await read();
  expect(receipt).toMatchObject({ basis: 'rights-request', asked: retentionCategories, held: {} });
  expect(receipt).toHaveProperty('erased.account.clients', 1);
  const left = await dump();
  expect(left.rows).toBeGreaterThan(100);
  expect(left.opened.length).toBeGreaterThan(20);
  expect(left.finds(words)).toEqual([]);
  expect([...left.keys.keys()]).not.toContain(robin.clientId);
  // Whoever was not erased is still known.
  expect(left.finds([kept.person.email])).toEqual([kept.person.email]);

  const histories = await everyHistory();
  expect(histories.map(({ workflowId }) => workflowId)).toContain(`erasure/${id}`);
  expect(histories.filter(({ text }) => [...ids, ...words].some((trace) => text.includes(trace)))).toEqual([]);
  for (const { workflowId } of before) {
    await expect(world.heed.client.workflow.getHandle(workflowId).describe()).rejects.toThrow(/not found/i);
  }
  const { heed: admin } = world.staff('admin');
  expect((await admin.GET('/v1/clients/{clientId}', { params })).response.status).toBe(404);

  const temporal = temporalDump();
  expect(temporal.finds([`erasure/${id}`])).toEqual([`erasure/${id}`]);
  expect(temporal.finds(words)).toEqual([]);
  expect(temporal.findsKeys([key, ...testKeys.map((one) => one.key)])).toEqual([]);
});

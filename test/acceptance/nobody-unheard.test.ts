import { answerOf } from '../../client/heed-client';
import { createStatusReports } from '../../records/urgent-care/status-reports';
import type { CaseInWorld } from '../support/people';
import { createWorld, type World } from '../support/world';

/** Nobody goes unheard where no case is open: whoever is on duty is told that somebody wrote. domain.md §3.7 */

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.stop());

const messages = (by: 'dutyClinician' | 'practitioner') => world.staff(by).heed.GET('/v1/inbound-messages');

test('a client without a case writes: the duty clinician is paged, and reads it', async () => {
  const jo = world.client();
  await jo.repliesBySms('I cannot go on.');
  await world.staff('dutyClinician').receivesSms(/somebody wrote to us, and no open case belongs to it/);
  expect(answerOf(await messages('dutyClinician')).items).toEqual([
    {
      id: expect.any(String),
      at: expect.any(String),
      channel: 'sms',
      from: jo.described.mobile,
      text: 'I cannot go on.',
      automatic: false,
    },
  ]);
});

test('many messages at once are one page, or two where a minute ends among them', async () => {
  await world.fastForward('PT2M');
  const before = world.staff('dutyClinician').smsCount();
  const jo = world.client();
  for (const text of ['Hello?', 'Is anybody there?', 'Please.']) await jo.repliesBySms(text);
  await world.settle();
  expect([1, 2]).toContain(world.staff('dutyClinician').smsCount() - before);
  expect(answerOf(await messages('dutyClinician')).items).toHaveLength(4);
});

test('what came in is for those on call alone', async () => {
  expect((await messages('practitioner')).response.status).toBe(403);
});

test('a client who complains afterwards is heard by the data protection officer, though the case is closed', async () => {
  const dr = world.staff('practitioner');
  const ada = world.client();
  const theCase = await dr.raisesConcern(ada, 'significant');
  await ada.answers({ gp: 'refuse' });
  await theCase.reaches('deciding');
  await theCase.standDown(dr, 'client-safe');
  await theCase.reaches('closed');
  const asked = /https?:\S+\/h\/\S+/.exec(await ada.receivesSms(/How was it/))?.[0] ?? '';
  const page = await (await fetch(asked)).text();
  const form = /name="form" value="(\d+)"/.exec(page)?.[1] ?? '';
  const words = 'Nobody asked me before you wrote to my doctor.';
  const sent = await fetch(asked, { method: 'POST', body: new URLSearchParams({ form, words, complaint: 'yes' }) });
  expect(sent.status).toBe(200);
  await world.staff('dpo').receivesSms(/makes a complaint/);
  const said = await theCase.timeline();
  expect(said.slice(-2).map(({ kind }) => kind)).toEqual(['client.said-how-it-was', 'complaint.opened']);
  expect(said.at(-2)?.text).toContain(words);
});

describe('a message to the client that the vendor took, and that fails for good when the case is closed', () => {
  const fromVendors = ['twilio', 'sendgrid'] as const;
  afterEach(() => world.heed.sandbox.setFaults([]));

  /** Of what went out, the vendors have reported nothing yet. */
  async function closedCase(): Promise<CaseInWorld> {
    world.heed.sandbox.setFaults(fromVendors.map((vendor) => ({ vendor, fault: 'drop-callback' })));
    const dr = world.staff('practitioner');
    const client = world.client();
    const theCase = await dr.raisesConcern(client, 'significant');
    await client.answers({ gp: 'refuse' });
    await theCase.reaches('deciding');
    await theCase.standDown(dr, 'client-safe');
    await theCase.reaches('closed');
    return theCase;
  }

  async function bounces({ id: caseId }: CaseInWorld, template: string, channel: 'sms' | 'email'): Promise<void> {
    const { records, demo } = world.heed;
    const { id: organisationId } = demo.organisation;
    const sent = await records.withOrganisation(organisationId, world.now(), ({ db }) =>
      db.dispatch.findFirstOrThrow({ where: { caseId, template, channel } }),
    );
    const report = { dispatchId: sent.id, status: 'failed-permanent', errorCode: null, vendorId: null } as const;
    await createStatusReports(records).take(organisationId, world.now(), report);
    await world.settle();
  }

  test.each([
    ['how it was', 'how-it-was', /no message got through to ask how it was/, 'client.not-asked-how-it-was'],
    ['what was shared', 'what-was-shared', /no message of what was shared got through/, 'client.not-told'],
  ])('%s: once the last of them is lost, who is on duty hears of it, once', async (_what, template, says, kind) => {
    const onDuty = world.staff('dutyClinician');
    const theCase = await closedCase();
    const before = onDuty.smsCount();
    await bounces(theCase, template, 'sms');
    expect(onDuty.smsCount()).toBe(before);

    await bounces(theCase, template, 'email');
    await onDuty.receivesSms(new RegExp(`case ${(await theCase.read()).code} .*${says.source}`));
    await bounces(theCase, template, 'email');
    expect(onDuty.smsCount()).toBe(before + 1);
    const said = await theCase.timeline();
    expect(said.at(-1)?.kind).toBe(kind);
    expect(said.filter((one) => one.kind === kind)).toHaveLength(1);
  });
});

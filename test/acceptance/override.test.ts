import type { RecipientName } from '../../workflows/urgent-care/words';
import { childAtRisk } from '../support/child-at-risk';
import type { CaseInWorld, Staff } from '../support/people';
import { createWorld, type World } from '../support/world';

/** Telling somebody without the client's consent: two people, and a third who reviews. domain.md §3.4, §3.5, §3.11 */

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.stop());

async function proposes(by: Staff, theCase: CaseInWorld, recipient: RecipientName): Promise<string> {
  const proposal = { ...childAtRisk, disclosures: [{ recipient, tier: 'summary' as const }] };
  const { decisionId, status } = await theCase.act(by, 'decisions', proposal);
  expect(status).toBe('awaiting-approval');
  return decisionId;
}
/** Resolves to the status of what Heed says to it. */
async function answers(
  by: Staff,
  theCase: CaseInWorld,
  decisionId: string,
  answer: 'approve' | 'decline',
): Promise<number> {
  const params = { path: { caseId: theCase.id } };
  const body = { decisionId, answer, reason: 'I have read the case.' };
  return (await by.heed.POST('/v1/urgent-care/cases/{caseId}/approvals', { params, body })).response.status;
}

test('an override is proposed, approved by a second person, and then the GP is told', async () => {
  const [dr, supervisor] = [world.staff('practitioner'), world.staff('supervisor')];
  const jo = world.client();

  const theCase = await dr.raisesConcern(jo, 'significant');
  await theCase.reaches('awaiting-client');
  await world.fastForward('PT1H');
  await dr.receivesSms(/waits for your decision/);

  const decisionId = await proposes(dr, theCase, 'gp');
  await supervisor.receivesSms(/waits for your approval/);
  const waiting = await theCase.reaches('awaiting-approval');
  expect(waiting.checkpoint).toMatchObject({ kind: 'second-approval', decisionId, waitingFor: { role: 'supervisor' } });
  await jo.gp.receivesNothing();

  expect(await answers(dr, theCase, decisionId, 'approve')).toBe(403);
  expect(await answers(supervisor, theCase, decisionId, 'approve')).toBe(201);
  expect(await jo.gp.receivesEmail(/What happened/)).toMatch(/Jo Bellweather/);
  await theCase.reaches('awaiting-acknowledgement');
  expect((await theCase.read()).recipients[0]).toMatchObject({
    recipient: 'gp',
    mandate: { kind: 'override', row: 4, tier: 'summary' },
  });

  await theCase.standDown(dr, 'client-safe');
  await jo.receivesEmail(/because we must protect people at risk/);
});

test('one supervisor is silent, the next one declines, and it is decided anew', async () => {
  const dr = world.staff('practitioner');
  const ada = world.client();

  const theCase = await dr.raisesConcern(ada, 'significant');
  await theCase.reaches('awaiting-client');
  await world.fastForward('PT1H');
  const decisionId = await proposes(dr, theCase, 'safeguarding-authority');
  await theCase.reaches('awaiting-approval');
  await world.fastForward('PT11M');
  await world.staff('secondSupervisor').receivesSms(/waits for your approval/);

  expect(await answers(world.staff('secondSupervisor'), theCase, decisionId, 'decline')).toBe(201);
  await theCase.reaches('deciding');
  await world.settle();
  expect((await theCase.timeline()).map(({ kind }) => kind).slice(-2)).toEqual([
    'override.declined',
    'staff.asked-for-decision',
  ]);
  await theCase.standDown(dr, 'client-safe');
});

test('nobody approves what is immediate: the proposer goes ahead, and who was asked in vain hears of it', async () => {
  const [dr, supervisor] = [world.staff('practitioner'), world.staff('supervisor')];
  const ben = world.client();

  const theCase = await dr.raisesConcern(ben, 'immediate');
  await theCase.reaches('awaiting-client');
  await world.fastForward('PT10M');
  await theCase.reaches('deciding');
  const decisionId = await proposes(dr, theCase, 'police');
  const reason = 'Neither supervisor has answered in time.';
  const goesAhead = { kind: 'proceed-unapproved', decisionId, reason } as const;
  expect(await theCase.decide(dr, goesAhead)).toMatchObject({
    status: 409,
    body: { type: 'urn:heed:problem:approval-window-open' },
  });
  await world.fastForward('PT21M');
  await dr.receivesSms(/You may go ahead alone/);

  expect((await theCase.decide(dr, goesAhead)).status).toBe(201);
  await supervisor.receivesSms(/went ahead without your approval/);
  await world.staff('secondSupervisor').receivesSms(/went ahead without your approval/);
  await theCase.reaches('awaiting-acknowledgement');
  expect((await theCase.read()).recipients.at(-1)).toMatchObject({
    recipient: 'police',
    status: expect.stringMatching(/sent|delivered/),
    mandate: { kind: 'override', row: 4 },
  });
  await theCase.standDown(dr, 'client-safe');
});

test('a client whom it would endanger to be told first is not told, once a second person has agreed', async () => {
  const [dr, supervisor] = [world.staff('practitioner'), world.staff('supervisor')];
  const cleo = world.client();

  const theCase = await dr.raisesConcern(cleo, 'significant', 'Whoever reads her phone is the danger.');
  await world.settle();
  await supervisor.receivesSms(/waits for your approval/);
  const { checkpoint } = await theCase.read();
  expect(await answers(supervisor, theCase, checkpoint?.decisionId ?? 'none', 'approve')).toBe(201);

  await world.settle();
  expect(await theCase.read()).toMatchObject({ status: 'deciding', checkpoint: { kind: 'decision' } });
  await cleo.receivesNothing();
});

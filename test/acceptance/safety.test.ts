import { type Answer, answerOf } from '../../client/heed-client';
import { decodedHistory } from '../../local/decoded-history';
import { createPayloadCodec } from '../../runtime/temporal/payload-codec';
import { safetyConversationWorkflowId } from '../../workflows/safety-conversation/contract';
import { signUpWorkflowId } from '../../workflows/sign-up/contract';
import { testKeys } from '../support/heed';
import { cleanAnswers as clean, type NewcomerInWorld } from '../support/newcomers';
import { createWorld, type World } from '../support/world';

/** A safety answer, from the screen to a person's judgement, in the words of domain.md §2.3 and §2.4. */

// Weeks are skipped in small steps, and each step settles.
jest.setTimeout(120_000);

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.stop());

const safetyAnswer = clean['PHQ-9'].with(8, 1);

const submits = ({ signUpId }: NewcomerInWorld, instrument: keyof typeof clean, answers: readonly number[]) =>
  world.platform.POST('/v1/sign-ups/{signUpId}/assessment', {
    params: { path: { signUpId } },
    body: { instrument, version: '1', answers: [...answers] },
  });
/** What is refused although it is heard. */
const submitsInVain = async (robin: NewcomerInWorld): Promise<void> => {
  expect((await submits(robin, 'PHQ-9', safetyAnswer)).response.status).toBe(409);
};
const concernOf = async ({ signUpId }: NewcomerInWorld): Promise<Answer<'readSafety'>['items'][number]> => {
  const params = { path: { signUpId } };
  const { items } = answerOf(await world.staff('supervisor').heed.GET('/v1/sign-ups/{signUpId}/safety', { params }));
  const [concern] = items;
  if (!concern) throw new Error('No safety concern was raised.');
  return concern;
};
const judgement = { note: 'We talked; her sister is with her.', urgentCarePlanNeeded: false, openCase: false };
/** How many pages about this sign-up reached each. */
const pagesTo = async (who: 'dutyClinician' | 'supervisor' | 'secondSupervisor', robin: NewcomerInWorld) => {
  const { code } = await robin.read();
  const to = world.heed.demo.organisation.staff[who].mobile;
  return world.heed.sandbox.messages({ to, channel: 'sms' }).filter(({ text }) => text.includes(code)).length;
};

test('the duty clinician is paged, reminded, then the next one; after the judgement the sign-up goes on', async () => {
  const robin = await world.newcomer('Robin');
  await robin.signsByApi();
  for (const instrument of ['GAD-7', 'CORE-10'] as const) await submits(robin, instrument, clean[instrument]);
  expect(answerOf(await submits(robin, 'PHQ-9', safetyAnswer))).toMatchObject({ total: 1, safetyAnswers: [9] });
  expect(await robin.status()).toBe('safety-conversation');

  const { code } = await robin.read();
  await world.staff('dutyClinician').receivesSms(new RegExp(`${code} has an answer that asks for a person now`));
  expect(await pagesTo('supervisor', robin)).toBe(0);
  await world.fastForward('PT6M');
  await world.staff('dutyClinician').receivesSms(new RegExp(`${code} still waits`));
  expect(await pagesTo('supervisor', robin)).toBe(0);
  await world.fastForward('PT10M');
  await world.staff('supervisor').receivesSms(new RegExp(`${code} has an answer that asks for a person now`));

  await robin.act(world.staff('dutyClinician'), 'safety-acknowledgements', {});
  await world.settle();
  const [taker, other] = [await pagesTo('dutyClinician', robin), await pagesTo('supervisor', robin)];
  await world.fastForward('PT31M');
  expect(await pagesTo('dutyClinician', robin)).toBe(taker + 2);
  expect(await pagesTo('supervisor', robin)).toBe(other);
  await world.fastForward('PT15M');
  await world.staff('supervisor').receivesSms(new RegExp(`${code} .*Somebody has it, and has recorded no judgement`));
  expect(await pagesTo('dutyClinician', robin)).toBe(taker + 3);

  const pages = world.heed.sandbox
    .messages({ to: world.heed.demo.organisation.staff.dutyClinician.mobile })
    .map(({ text, subject }) => `${subject} ${text}`);
  for (const page of pages) expect(page).not.toMatch(/Robin|PHQ|risk|better off|suicid/i);

  await robin.act(world.staff('dutyClinician'), 'safety-judgements', judgement);
  await robin.reaches('allocating');
  await world.fastForward('PT2H');
  expect(await pagesTo('dutyClinician', robin)).toBe(taker + 3);
  expect(await pagesTo('supervisor', robin)).toBe(other + 1);
});

test('refused because no form is signed, refused as a duplicate, and late: each pages', async () => {
  const robin = await world.newcomer('Robin');
  await submitsInVain(robin);
  const { code } = await robin.read();
  await world.staff('dutyClinician').receivesSms(new RegExp(`${code} has an answer`));
  await robin.act(world.staff('supervisor'), 'safety-judgements', judgement);
  await robin.signsByApi();
  await submits(robin, 'PHQ-9', clean['PHQ-9']);

  const before = await pagesTo('dutyClinician', robin);
  await submitsInVain(robin);
  await world.settle();
  expect(await pagesTo('dutyClinician', robin)).toBe(before + 1);
  await submitsInVain(robin);
  await world.staff('dutyClinician').receivesSms(new RegExp(`${code} has another answer`));
  await robin.act(world.staff('dutyClinician'), 'safety-judgements', judgement);

  await world.fastForward('P15D');
  expect(await robin.status()).toBe('expired');
  const atTheEnd = await pagesTo('dutyClinician', robin);
  await submitsInVain(robin);
  await world.settle();
  expect(await pagesTo('dutyClinician', robin)).toBe(atTheEnd + 1);
  expect(await robin.status()).toBe('expired');
  await robin.act(world.staff('dutyClinician'), 'safety-judgements', judgement);
});

test('who finds danger opens a case, which goes its way by itself', async () => {
  const robin = await world.newcomer('Robin');
  await robin.signsByApi();
  await submits(robin, 'CORE-10', clean['CORE-10'].with(5, 4));
  const { caseId } = await robin.act(world.staff('dutyClinician'), 'safety-judgements', {
    ...judgement,
    openCase: true,
  });
  await robin.receivesSms(/Samaritans|999/);
  expect((await world.case(caseId ?? 'none').read()).immediacy).toBe('immediate');
  expect(await robin.status()).toBe('awaiting-assessment');
});

test('a conversation whose process is lost begins anew, and goes on paging', async () => {
  const robin = await world.newcomer('Robin');
  await submits(robin, 'PHQ-9', safetyAnswer);
  await world.staff('dutyClinician').receivesSms(new RegExp(`${(await robin.read()).code} has an answer`));
  await world.settle();
  const { id } = await concernOf(robin);
  const process = world.heed.client.workflow.getHandle(safetyConversationWorkflowId(id));
  await process.terminate('lost');

  // What is recorded next finds that nobody is there to be told.
  await submits(robin, 'PHQ-9', safetyAnswer);
  await world.settle();
  expect(await pagesTo('dutyClinician', robin)).toBe(2);
  await robin.act(world.staff('dutyClinician'), 'safety-judgements', judgement);
  await world.settle();
  expect((await process.describe()).status.name).toBe('COMPLETED');
});

test('the decoded histories say nothing of what was answered, by whom, nor what was judged', async () => {
  const robin = await world.newcomer('Robin');
  await robin.signsByApi();
  await submits(robin, 'CORE-10', clean['CORE-10'].with(5, 3));
  const { id } = await concernOf(robin);
  await robin.act(world.staff('dutyClinician'), 'safety-acknowledgements', {});
  await robin.act(world.staff('dutyClinician'), 'safety-judgements', judgement);
  await world.settle();

  const read = async (workflowId: string): Promise<string> => {
    const history = await world.heed.client.workflow.getHandle(workflowId).fetchHistory();
    return JSON.stringify(await decodedHistory(history, createPayloadCodec(testKeys)));
  };
  const conversation = await read(safetyConversationWorkflowId(id));
  const signUp = await read(signUpWorkflowId(robin.signUpId));
  // They were really decoded.
  expect(conversation).toContain('timesRaised');
  expect(signUp).toContain('assessment-submitted');
  const { lastName, mobile, email } = robin.person;
  for (const word of [
    lastName,
    mobile,
    email,
    'sister',
    'plans to end',
    '"band"',
    'caseness',
    '"total"',
    'safetyAnswers',
  ]) {
    for (const history of [conversation, signUp]) expect(history).not.toContain(word);
  }
});

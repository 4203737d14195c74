import type { SafetyView } from '../../records/safety/read';
import { recordSignUpAct } from '../../records/sign-up/acts';
import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';
import { registerByApi } from '../support/newcomers-by-api';
import { linkSent, signsForm } from '../support/sign-up-on-record';

/** The questions by the client's personal link, one a screen. domain.md §2.3 and §2.4 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());
afterEach(() => api.setClock({ ms: 0 }));

type Form = Record<string, string> | [string, string][];

interface Robin {
  readonly id: string;
  readonly clientId: string;
  /** Of their personal page. */
  readonly path: string;
}

async function robinWithLink({ signed = true } = {}): Promise<Robin> {
  const { id, clientId } = await registerByApi(api);
  const path = await api.cases.transact(async (work) => {
    if (signed) await signsForm(work, clientId);
    return linkSent(work, id, 1);
  });
  return { id, clientId, path };
}
const get = (path: string): Promise<Reply> => api.call(null, 'GET', path);
const post = (path: string, form: Form): Promise<Reply> => api.call(null, 'POST', path, new URLSearchParams(form));
const to = ({ path }: Robin, where: string): string => `${path}/assessment/${where}`;
const answer = (robin: Robin, where: string, value: number) => post(to(robin, where), { answer: String(value) });
const movedTo = (reply: Reply): string => `${reply.status} ${reply.headers.get('location')}`;
const safetyOf = async ({ id }: Robin): Promise<SafetyView['items']> =>
  (await api.call('dutyClinician', 'GET', `/v1/sign-ups/${id}/safety`)).body['items'] as SafetyView['items'];
const statusOf = async ({ id }: Robin) => (await api.call('platform', 'GET', `/v1/sign-ups/${id}`)).body['status'];
const says = 'will call you';

/** Screen by screen, as the page leads. */
async function answersAll(from: string, answersTo: (item: number) => number): Promise<Reply> {
  let where = from;
  while (!where.endsWith('review')) {
    const item = Number(where.split('/').at(-1));
    where = (await post(where, { answer: String(answersTo(item)) })).headers.get('location') ?? '';
  }
  return get(where);
}

test('the client is led from one question to the next, and through every questionnaire to the end', async () => {
  const robin = await robinWithLink();
  const [, first] = /href="([^"]*assessment[^"]*)"/.exec((await get(robin.path)).text) ?? [];
  expect(first).toBe(to(robin, 'PHQ-9/1'));
  expect((await get(first ?? '')).text).toContain('Little interest or pleasure');

  const review = await answersAll(first ?? '', (item) => (item === 1 ? 2 : 0));
  expect(review.text).toContain('More than half the days');
  expect(movedTo(await post(to(robin, 'PHQ-9/review'), {}))).toBe(`303 ${to(robin, 'GAD-7/1')}`);
  await answersAll(to(robin, 'GAD-7/1'), () => 1);
  expect(movedTo(await post(to(robin, 'GAD-7/review'), {}))).toBe(`303 ${to(robin, 'CORE-10/1')}`);
  await answersAll(to(robin, 'CORE-10/1'), (item) => (item === 2 || item === 3 ? 4 : 0));
  expect(movedTo(await post(to(robin, 'CORE-10/review'), {}))).toBe(`303 ${robin.path}?received=answered`);
  expect((await get(`${robin.path}?received=answered`)).text).toContain('We have your answers');
  expect(await statusOf(robin)).toBe('allocating');
  expect(await safetyOf(robin)).toEqual([]);
});

test('who stops goes on where they stopped, with what they chose, and can change it', async () => {
  const robin = await robinWithLink();
  await answer(robin, 'PHQ-9/1', 3);
  await answer(robin, 'PHQ-9/2', 1);
  expect((await get(robin.path)).text).toContain(`href="${to(robin, 'PHQ-9/3')}"`);
  expect((await get(to(robin, 'PHQ-9/1'))).text).toMatch(/value="3" checked/);
  await answer(robin, 'PHQ-9/1', 0);
  expect((await get(to(robin, 'PHQ-9/1'))).text).toMatch(/value="0" checked/);
  expect((await get(to(robin, 'PHQ-9/2'))).text).toMatch(new RegExp(`href="${to(robin, 'PHQ-9/1')}">\\s*Back`));
});

test('drafts are sealed, and gone once they are submitted', async () => {
  const robin = await robinWithLink();
  await answersAll(to(robin, 'GAD-7/1'), () => 3);
  const drafts = () => api.asOwner('SELECT instrument FROM assessment_drafts WHERE sign_up_id = $1', [robin.id]);
  expect(await drafts()).toEqual([{ instrument: 'GAD-7' }]);
  await post(to(robin, 'GAD-7/review'), {});
  expect(await drafts()).toEqual([]);
});

test.each<[string, Form]>([
  ['nothing', {}],
  ['an empty answer', { answer: '' }],
  ['one that is not offered', { answer: '4' }],
  ['text', { answer: 'often' }],
  [
    'two answers',
    [
      ['answer', '0'],
      ['answer', '1'],
    ],
  ],
  ['no answer, where none may be left out', { skip: 'yes' }],
])('whoever sends %s is asked to choose, and nothing is kept', async (_what, form) => {
  const robin = await robinWithLink();
  const before = await api.onRecord();
  const reply = await post(to(robin, 'PHQ-9/4'), form);
  expect(reply).toMatchObject({ status: 422, text: expect.stringContaining('Please choose an answer') });
  expect(await api.onRecord()).toEqual(before);
});

test('what is not answered yet is not sent; in CORE-10 one may be left out, but not the safety item', async () => {
  const robin = await robinWithLink();
  const incomplete = await post(to(robin, 'PHQ-9/review'), {});
  expect(incomplete).toMatchObject({
    status: 422,
    text: expect.stringContaining('Please answer what is not answered yet'),
  });

  expect((await get(to(robin, 'CORE-10/6'))).text).not.toContain('Leave this one out');
  expect((await post(to(robin, 'CORE-10/6'), { skip: 'yes' })).status).toBe(422);
  await answersAll(to(robin, 'CORE-10/1'), () => 0);
  const fresh = await robinWithLink();
  expect(movedTo(await post(to(fresh, 'CORE-10/1'), { skip: 'yes' }))).toBe(`303 ${to(fresh, 'CORE-10/2')}`);
  await answersAll(to(fresh, 'CORE-10/2'), () => 0);
  expect((await get(to(fresh, 'CORE-10/review'))).text).toContain('Not answered');
  expect((await post(to(fresh, 'CORE-10/review'), {})).status).toBe(303);
});

test('CORE-10 stands there with its copyright line', async () => {
  const robin = await robinWithLink();
  for (const where of ['CORE-10/1', 'CORE-10/review']) {
    expect((await get(to(robin, where))).text).toContain('© CORE System Trust');
  }
});

test('a safety answer is raised by its own screen, and the next one says that somebody will call', async () => {
  const robin = await robinWithLink();
  const before = await get(to(robin, 'PHQ-9/9'));
  expect(before.text).not.toContain(says);
  const moved = await answer(robin, 'PHQ-9/9', 1);
  expect(await safetyOf(robin)).toMatchObject([
    { timesRaised: 1, raised: [{ via: 'page', answers: [{ instrument: 'PHQ-9', item: 9, answer: 1 }] }] },
  ]);
  expect(await statusOf(robin)).toBe('safety-conversation');
  const next = await get(moved.headers.get('location') ?? '');
  expect(next.text.indexOf('If you are in danger now')).toBeLessThan(next.text.indexOf(says));
  expect(next.text.indexOf(says)).toBeLessThan(next.text.indexOf('<h1>'));

  await answersAll(to(robin, 'PHQ-9/1'), (item) => (item === 9 ? 1 : 0));
  expect((await post(to(robin, 'PHQ-9/review'), {})).status).toBe(303);
  expect(await statusOf(robin)).toBe('safety-conversation');
});

describe('a safety answer is raised although', () => {
  const raisedAnd = async (robin: Robin, reply: Reply): Promise<void> => {
    expect(reply.text).toContain(says);
    expect(reply.text).toContain('If you are in danger now');
    expect(await safetyOf(robin)).toMatchObject([{ timesRaised: 1 }]);
  };

  test('the form is not signed', async () => {
    const robin = await robinWithLink({ signed: false });
    await raisedAnd(robin, await answer(robin, 'PHQ-9/9', 2));
  });

  test('the questionnaire was submitted before', async () => {
    const robin = await robinWithLink();
    await answersAll(to(robin, 'PHQ-9/1'), () => 0);
    await post(to(robin, 'PHQ-9/review'), {});
    await raisedAnd(robin, await answer(robin, 'PHQ-9/9', 2));
  });

  test('the sign-up has expired', async () => {
    const robin = await robinWithLink();
    await api.cases.transact((work) => recordSignUpAct(work, robin.id, { kind: 'expired' }));
    await raisedAnd(robin, await answer(robin, 'CORE-10/6', 2));
    expect(await statusOf(robin)).toBe('expired');
  });

  test('the link is too old for anything else', async () => {
    const robin = await robinWithLink();
    api.setClock({ ms: 15 * 24 * 60 * 60_000 });
    const reply = await answer(robin, 'PHQ-9/9', 1);
    expect(reply.text).toContain(says);
    api.setClock({ ms: 0 });
    expect(await safetyOf(robin)).toHaveLength(1);
  });

  test('the questionnaire is written as none that we know', async () => {
    const robin = await robinWithLink();
    await raisedAnd(robin, await answer(robin, 'phq/9', 1));
  });

  test.each<[string, Form]>([
    ['is not one that is offered', { answer: '7' }],
    [
      'comes twice',
      [
        ['answer', '0'],
        ['answer', '3'],
      ],
    ],
  ])('it %s', async (_what, form) => {
    const robin = await robinWithLink();
    expect((await post(to(robin, 'PHQ-9/9'), form)).status).toBe(422);
    expect(await safetyOf(robin)).toHaveLength(1);
  });
});

test('no GET changes anything, also of what does not wait: that leads to the sign-up’s page', async () => {
  const robin = await robinWithLink();
  await answer(robin, 'PHQ-9/1', 1);
  const before = await api.onRecord();
  for (const where of ['PHQ-9/1', 'PHQ-9/9', 'PHQ-9/review', 'CORE-10/6']) {
    expect((await get(to(robin, where))).status).toBe(200);
  }
  for (const where of ['PHQ-9/0', 'PHQ-9/10', 'PHQ-9/x', 'BDI/1']) {
    expect(movedTo(await get(to(robin, where)))).toBe(`303 ${robin.path}`);
  }
  expect((await get(`/s/${'x'.repeat(22)}/assessment/PHQ-9/1`)).status).toBe(404);
  expect(await api.onRecord()).toEqual(before);
});

test('a link leads to its own client’s questions only', async () => {
  const [robin, ada] = [await robinWithLink(), await robinWithLink()];
  await answer(robin, 'PHQ-9/9', 3);
  expect(await safetyOf(ada)).toEqual([]);
  expect((await get(to(ada, 'PHQ-9/9'))).text).not.toMatch(/ checked/);
});

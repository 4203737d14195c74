import { demoOrganisations } from '../../prisma/demo-data';
import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';
import { agrees } from '../support/case-on-record';

/** The coercion guard: a link asks for what only the client knows, and reveals nothing before it. domain.md §3.2 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());
afterEach(() => api.setClock({ ms: 0 }));

const rightAnswer = demoOrganisations[0].clients[0]?.words.guardAnswer ?? '';
const post = (link: string, fields: Record<string, string>): Promise<Reply> =>
  api.call(null, 'POST', link, new URLSearchParams(fields));
const wrong = { guardAnswer: 'a red door' };
const right = { guardAnswer: rightAnswer };
const agreement = { form: '0', action: 'answer', 'contact-1': 'concern' };

async function asked(): Promise<{ readonly caseId: string; readonly link: string; readonly emailLink: string }> {
  const caseId = await api.cases.raised(await api.cases.newClient());
  const links = (await api.cases.clientInformed(caseId)).map(({ text }) => /\/c\/[\w-]+/.exec(text)?.[0] ?? '');
  return { caseId, link: links[0] ?? '', emailLink: links[1] ?? '' };
}

const consentsIn = (caseId: string) => api.asOwner('SELECT recipient FROM consents WHERE case_id = $1', [caseId]);
const statusOf = async (caseId: string) =>
  (await api.asOwner<{ status: string }>('SELECT status FROM cases WHERE id = $1', [caseId]))[0]?.status;
const actsIn = async (caseId: string): Promise<readonly string[]> =>
  (
    await api.asOwner<{ kind: string }>(`SELECT what->>'kind' AS kind FROM case_acts WHERE case_id = $1 ORDER BY seq`, [
      caseId,
    ])
  ).map(({ kind }) => kind);

test('before the answer the page says neither who writes nor why', async () => {
  const { link } = await asked();
  const { text } = await api.call(null, 'GET', link);
  const { senderName } = api.demo.organisation;
  expect(text).toContain('name="guardAnswer"');
  expect(text).toContain('116 123');
  for (const told of [senderName, 'contact-1', 'worried', 'plan', 'Please call me']) expect(text).not.toContain(told);
});

test('the right answer opens the page, which takes an answer for half an hour', async () => {
  const { caseId, link } = await asked();
  const { status, text } = await post(link, right);
  expect(status).toBe(200);
  const pass = /name="pass" value="([\w-]+)"/.exec(text)?.[1] ?? '';
  api.setClock({ ms: 29 * 60_000 });
  expect((await post(link, { ...agreement, pass })).status).toBe(303);
  expect(await consentsIn(caseId)).toEqual([{ recipient: 'contact-1' }]);
  api.setClock({ ms: 31 * 60_000 });
  expect((await post(link, { ...agreement, form: '1', pass })).status).toBe(403);
});

test.each([
  ['without an answer', {}],
  ['with a pass of one’s own making', { pass: 'AAAAAAAAAAAAAAAAAAAAAA' }],
])('a form %s is not taken, and asks the question', async (_what, fields) => {
  const { caseId, link } = await asked();
  const { status, text } = await post(link, { ...agreement, ...fields });
  expect(status).toBe(403);
  expect(text).toContain('name="guardAnswer"');
  expect(await actsIn(caseId)).toEqual([]);
});

test('a wrong answer reveals nothing, pages the owner, and leaves the client their time', async () => {
  const { caseId, link } = await asked();
  const before = await statusOf(caseId);
  const { status, text } = await post(link, { ...agreement, ...wrong });
  expect(status).toBe(422);
  expect(text).not.toContain('contact-1');
  expect(await consentsIn(caseId)).toEqual([]);
  expect(await actsIn(caseId)).toEqual(['guard-failed']);
  expect(await statusOf(caseId)).toBe(before);
});

test('what is answered after a wrong answer counts as silence, and says so to nobody but the staff', async () => {
  const { caseId, link } = await asked();
  await post(link, wrong);
  const { status } = await post(link, { ...agreement, ...right });
  expect(status).toBe(303);
  expect(await consentsIn(caseId)).toEqual([]);
  expect(await actsIn(caseId)).toEqual(['guard-failed', 'guard-failed']);
  const { body } = await api.call('practitioner', 'GET', `/v1/urgent-care/cases/${caseId}/timeline`);
  expect(JSON.stringify(body)).toContain('counts as silence: The client agrees that the first contact is told');
});

test('a withdrawal behind a wrong answer withdraws nothing: it pauses, and pages', async () => {
  const { caseId, link } = await asked();
  await api.cases.clientAnswers(caseId, agrees('contact-1'));
  await api.cases.proceeds(caseId, 'contact-1');
  await post(link, wrong);
  await post(link, { ...right, form: '0', action: 'withdraw' });
  const open = await api.asOwner('SELECT FROM mandates WHERE case_id = $1 AND ended_at IS NULL', [caseId]);
  expect(open).toHaveLength(1);
  expect(await statusOf(caseId)).toBe('deciding');
  expect((await actsIn(caseId)).slice(-2)).toEqual(['guard-failed', 'guard-failed']);
});

test('another link of the same client is not doubted', async () => {
  const { caseId, link, emailLink } = await asked();
  await post(link, wrong);
  expect((await post(emailLink, { ...agreement, ...right })).status).toBe(303);
  expect(await consentsIn(caseId)).toEqual([{ recipient: 'contact-1' }]);
});

test('five wrong answers close the link, for the right one too', async () => {
  const { link } = await asked();
  for (let tries = 1; tries <= 4; tries += 1) expect((await post(link, wrong)).status).toBe(422);
  expect((await api.call(null, 'GET', link)).status).toBe(200);
  expect((await post(link, wrong)).status).toBe(422);
  expect((await api.call(null, 'GET', link)).status).toBe(404);
  expect((await post(link, { ...agreement, ...right })).status).toBe(404);
});

test('many wrong answers at once are counted each', async () => {
  const { caseId, link } = await asked();
  await Promise.all(Array.from({ length: 8 }, () => post(link, wrong)));
  const [row] = await api.asOwner<{ failures: number }>(
    'SELECT max(guard_failures) AS failures FROM personal_links WHERE case_id = $1',
    [caseId],
  );
  expect(row?.failures).toBe(5);
  expect((await api.call(null, 'GET', link)).status).toBe(404);
});

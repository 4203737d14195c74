import type { StaffKey } from '../../prisma/demo-data';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';

/** A case always has one named owner; a hand-over counts when it is accepted. domain.md §1 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const idOf = (who: StaffKey): string => api.demo.organisation.staff[who].id;
const handover = (by: Who, caseId: string, body: object): Promise<Reply> =>
  api.call(by, 'POST', `/v1/urgent-care/cases/${caseId}/handovers`, body);
const ownerOf = async (caseId: string): Promise<unknown> =>
  (await api.call('supervisor', 'GET', `/v1/urgent-care/cases/${caseId}`)).body['owner'];
const raised = async (): Promise<string> => api.cases.raised(await api.cases.newClient());
async function offered(caseId: string): Promise<string> {
  const { body } = await handover('practitioner', caseId, { to: idOf('dutyClinician'), note: 'I am off at six.' });
  return String(body['handoverId']);
}

test('until it is accepted the case keeps its owner; then it has the next one', async () => {
  const caseId = await raised();
  const handoverId = await offered(caseId);
  expect(await ownerOf(caseId)).toBe(idOf('practitioner'));
  const { status, body } = await handover('dutyClinician', caseId, { handoverId, answer: 'accept' });
  expect(status).toBe(201);
  expect(body).toEqual({ handoverId, status: 'accepted', owner: idOf('dutyClinician') });
  expect(await ownerOf(caseId)).toBe(idOf('dutyClinician'));
});

test('declined, the owner stays and hears of it', async () => {
  const caseId = await raised();
  const handoverId = await offered(caseId);
  const { body } = await handover('dutyClinician', caseId, { handoverId, answer: 'decline', note: 'On another call.' });
  expect(body).toMatchObject({ status: 'declined', owner: idOf('practitioner') });
  const acts = await api.asOwner(`SELECT what->>'kind' AS kind FROM case_acts WHERE case_id = $1 ORDER BY seq`, [
    caseId,
  ]);
  expect(acts).toEqual([{ kind: 'handover-offered' }, { kind: 'news-for-owner' }]);
});

test('the checkpoint that waited for the owner waits for the next one', async () => {
  const caseId = await raised();
  await api.cases.clientAnswers(caseId);
  const handoverId = await offered(caseId);
  await handover('dutyClinician', caseId, { handoverId, answer: 'accept' });
  const { body } = await api.call('supervisor', 'GET', `/v1/urgent-care/cases/${caseId}`);
  expect(body['checkpoint']).toMatchObject({ kind: 'decision', waitingFor: { staffId: idOf('dutyClinician') } });
});

test('a newer offer takes the place of the one before', async () => {
  const caseId = await raised();
  const first = await offered(caseId);
  await handover('practitioner', caseId, { to: idOf('supervisor'), note: 'Please.' });
  const { status, body } = await handover('dutyClinician', caseId, { handoverId: first, answer: 'accept' });
  expect(status).toBe(409);
  expect(body).toMatchObject({ type: 'urn:heed:problem:handover-not-open' });
});

describe('is refused', () => {
  const wrong: readonly (readonly [string, number, Who, () => object])[] = [
    ['to someone who owns it already', 409, 'practitioner', () => ({ to: idOf('practitioner') })],
    ['to someone who owns no cases', 422, 'practitioner', () => ({ to: idOf('admin') })],
    ['to nobody we know', 422, 'practitioner', () => ({ to: '01980000-0000-7001-8001-00000000ffff' })],
    ['by somebody else’s practitioner', 403, 'secondPractitioner', () => ({ to: idOf('dutyClinician') })],
    ['with an answer to no offer', 409, 'dutyClinician', () => ({ handoverId: idOf('admin'), answer: 'accept' })],
    ['with an offer and an answer in one', 422, 'practitioner', () => ({ to: idOf('admin'), answer: 'accept' })],
  ];
  test.each(wrong)('%s: %i', async (_what, status, by, body) => {
    const caseId = await raised();
    expect((await handover(by, caseId, body())).status).toBe(status);
    expect(await ownerOf(caseId)).toBe(idOf('practitioner'));
  });

  test('when another one accepts than who was asked', async () => {
    const caseId = await raised();
    const handoverId = await offered(caseId);
    expect((await handover('supervisor', caseId, { handoverId, answer: 'accept' })).status).toBe(403);
  });
});

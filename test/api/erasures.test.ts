import { newId } from '../../records/ids';
import { type ApiUnderTest, createApiUnderTest, type Who } from '../support/api';
import { erasureCarriedOut } from '../support/erased-on-record';
import { closedOnRecord, type WholeClient, wholeClient } from '../support/whole-client';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const order = { basis: 'rights-request', reason: 'They asked for it on the phone.' };
const asks = (who: Who, clientId: string, body: unknown = order) =>
  api.call(api.token(who), 'POST', `/v1/clients/${clientId}/erasures`, body);
const reads = (who: Who, path: string) => api.call(api.token(who), 'GET', path);

let people = 0;
async function someone(): Promise<WholeClient> {
  people += 1;
  const client = await wholeClient(api.cases, people);
  await closedOnRecord(api, client);
  return client;
}

const carriedOut = (erasureId: string) =>
  erasureCarriedOut(api.records, { erasureId, organisationId: api.cases.organisation.id, at: Date.now() });

test('a data protection officer has a client erased, and reads what came of it', async () => {
  const client = await someone();
  const asked = await asks('dpo', client.id);
  expect(asked).toMatchObject({ status: 202, body: { id: expect.any(String) } });
  const id = String(asked.body['id']);
  expect(asked.headers.get('location')).toBe(`/v1/erasures/${id}`);
  expect((await reads('dpo', `/v1/erasures/${id}`)).body).toMatchObject({ id, status: 'under-way', receipt: null });

  const again = await asks('dpo', client.id, { ...order, basis: 'controller-instruction' });
  expect(again).toMatchObject({ status: 202, body: { id } });

  const receipt = await carriedOut(id);
  expect((await reads('admin', `/v1/erasures/${id}`)).body).toMatchObject({ id, status: 'done', receipt });
  expect(await asks('dpo', client.id)).toMatchObject({ status: 404 });
  expect(await reads('supervisor', `/v1/clients/${client.id}`)).toMatchObject({ status: 404 });
});

test.each<Who>(['admin', 'supervisor', 'practitioner', 'dutyClinician', 'platform'])(
  'nobody else may have a client erased: %s',
  async (who) => {
    const client = api.cases.client(0);
    expect(await asks(who, client.id)).toMatchObject({ status: 403 });
  },
);

test('another organisation’s client is nobody’s here', async () => {
  const [theirs] = api.demo.otherOrganisation.clients;
  expect(await asks('dpo', theirs?.id ?? '')).toMatchObject({ status: 404 });
  expect(await asks('dpo', newId())).toMatchObject({ status: 404 });
});

test.each([
  ['a deadline as its basis', { ...order, basis: 'retention' }, 'basis'],
  ['no reason', { basis: 'rights-request' }, 'reason'],
  ['categories of its own', { ...order, categories: ['notes'] }, ''],
])('an order with %s is refused', async (_what, body, at) => {
  const reply = await asks('dpo', api.cases.client(0).id, body);
  expect(reply.status).toBe(422);
  expect((reply.body['errors'] as readonly { path: string }[]).map(({ path }) => path)).toContain(at);
});

test('a receipt is for data protection officers and admins of the same organisation', async () => {
  const client = await someone();
  const { body } = await asks('dpo', client.id);
  const path = `/v1/erasures/${String(body['id'])}`;
  for (const who of ['supervisor', 'practitioner', 'platform'] as const) {
    expect(await reads(who, path)).toMatchObject({ status: 403 });
  }
  expect(await reads('dpo', `/v1/erasures/${newId()}`)).toMatchObject({ status: 404 });
});

test('outcomes of those who were erased are told as counts, and none below ten', async () => {
  const { id: organisationId } = api.cases.organisation;
  await api.asOwner(
    `INSERT INTO outcome_counts (organisation_id, year, measure, value, count)
     VALUES ($1, 2019, 'sign-ups', 'enrolled', 40), ($1, 2019, 'sign-ups', 'expired', 12), ($1, 2019, 'sign-ups', 'left', 3)`,
    [organisationId],
  );
  const { body } = await reads('supervisor', '/v1/outcomes');
  expect(body['items']).toContainEqual({
    year: 2019,
    measure: 'sign-ups',
    total: 55,
    cells: [
      { value: 'enrolled', count: 40 },
      { value: 'expired', count: null },
      { value: 'left', count: null },
    ],
  });
  expect(await reads('practitioner', '/v1/outcomes')).toMatchObject({ status: 403 });
});

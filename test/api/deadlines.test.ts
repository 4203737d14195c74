import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const preview = (query: Record<string, string>, who: Who = 'practitioner'): Promise<Reply> =>
  api.call(who, 'GET', `/v1/deadlines/preview?${new URLSearchParams(query).toString()}`);

test.each([
  [{ kind: 'retention', from: '2028-02-29T10:00:00Z', period: 'P1Y' }, '2029-02-28T10:00:00.000Z'],
  [{ kind: 'retention', from: '2026-11-20T10:00:00+00:00' }, '2027-11-20T10:00:00.000Z'],
  [{ kind: 'rights-request', from: '2026-11-25T10:00:00Z' }, '2026-12-30T00:00:00.000Z'],
  [{ kind: 'rights-request', from: '2026-10-30T10:00:00Z', region: 'scotland' }, '2026-12-02T00:00:00.000Z'],
  [{ kind: 'rights-request-extended', from: '2026-11-30T10:00:00Z' }, '2027-03-02T00:00:00.000Z'],
  [{ kind: 'complaint-acknowledgement', from: '2026-11-02T10:00:00Z' }, '2026-12-03T00:00:00.000Z'],
  [{ kind: 'rights-request', from: '2026-11-02T12:00:00Z', timeZone: 'Pacific/Auckland' }, '2026-12-03T11:00:00.000Z'],
  [{ kind: 'marketing-opt-out', from: '2026-12-24T10:00:00Z' }, '2026-12-31T10:00:00.000Z'],
  [{ kind: 'breach-regulator', from: '2026-10-24T10:00:00Z' }, '2026-10-27T10:00:00.000Z'],
])('%j is due at %s, with reasons', async (query, dueAt) => {
  const { status, body } = await preview(query as Record<string, string>);
  expect({ status, dueAt: body['dueAt'] }).toEqual({ status: 200, dueAt });
  expect((body['because'] as readonly string[]).length).toBeGreaterThan(0);
});

test('beyond the bank holidays it is refused, and says which years are known', async () => {
  expect(await preview({ kind: 'rights-request', from: '2029-03-01T10:00:00Z' })).toMatchObject({
    status: 422,
    body: {
      type: 'urn:heed:problem:bank-holidays-unknown',
      detail: expect.stringContaining('2024 to 2028'),
      firstYear: 2024,
      lastYear: 2028,
    },
  });
});

test.each([
  ['a kind that nobody knows', { kind: 'whim', from: '2026-11-02T10:00:00Z' }],
  ['a time of nowhere', { kind: 'retention', from: '2026-11-02T10:00:00' }],
  ['a period of hours', { kind: 'retention', from: '2026-11-02T10:00:00Z', period: 'PT24H' }],
  ['a time zone that does not exist', { kind: 'retention', from: '2026-11-02T10:00:00Z', timeZone: 'Mars/Olympus' }],
  ['a region without holidays', { kind: 'rights-request', from: '2026-11-02T10:00:00Z', region: 'wales' }],
])('%s is 422', async (_what, query) => {
  expect((await preview(query as Record<string, string>)).status).toBe(422);
});

import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';
import { policyOfTheContract } from '../support/policy-of-the-contract';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const path = '/v1/urgent-care/policy';
const read = async () => (await api.call('supervisor', 'GET', path)).body;
const save = (body: object): Promise<Reply> => api.call('supervisor', 'PUT', path, body);
/** As GET answers it, without `version`, and with these changes. */
async function bodyWith(changes: object): Promise<object> {
  const { version: _version, ...body } = await read();
  return { ...body, ...changes };
}

test('a new organisation has the policy of the contract', async () => {
  const { version } = await read();
  expect(version).toBe(1);
  expect(await read()).toEqual(policyOfTheContract);
});

test('what GET answers, without its version, PUT takes; the version rises by one', async () => {
  const before = await read();
  const saved = await save(await bodyWith({}));
  expect(saved).toMatchObject({ status: 200, body: { ...before, version: Number(before['version']) + 1 } });
  expect(await read()).toEqual(saved.body);
});

test('two who save at once make two versions', async () => {
  const { version } = await read();
  const body = await bodyWith({});
  const saved = await Promise.all([save(body), save(body), save(body)]);
  const versions = saved.map((reply) => Number(reply.body['version']) - Number(version));
  expect(new Set(versions)).toEqual(new Set([1, 2, 3]));
});

test('a case under way keeps the version it started with, the next case gets the new one', async () => {
  const { version } = await read();
  const running = await api.cases.raised(api.cases.client(0));
  await save(await bodyWith({ nobodyActing: { pageEvery: 'PT1M' } }));
  const later = await api.cases.raised(api.cases.client(1));
  const versionOf = async (id: string) =>
    (await api.call('supervisor', 'GET', `/v1/urgent-care/cases/${id}`)).body['policyVersion'];
  expect([await versionOf(running), await versionOf(later)]).toEqual([version, Number(version) + 1]);
});

test('another organisation keeps its own', async () => {
  await save(await bodyWith({ nobodyActing: { pageEvery: 'PT2M' } }));
  const theirs = await api.call('supervisorElsewhere', 'GET', path);
  expect(theirs.body).toMatchObject({ version: 1, nobodyActing: { pageEvery: 'PT15M' } });
});

const step = { recipients: ['gp'], channels: ['email'] };
const gpHours = { days: ['mon'], from: '08:00', to: '18:30' };
const clientWindow = (immediate: string) => ({ clientWindow: { immediate, significant: 'PT1H', watchful: 'P2D' } });

test.each([
  ['a window of one second', clientWindow('PT1S')],
  ['a step with nothing but whom and how', { steps: [step] }],
  ['all contacts told', { steps: [{ ...step, stopAfter: 'all' }] }],
])('%s is taken', async (_what, changes) => {
  expect((await save(await bodyWith(changes))).status).toBe(200);
  expect(await read()).toMatchObject(changes);
});

const wrong: readonly (readonly [string, object, string])[] = [
  ['a window of half a second', clientWindow('PT0.5S'), 'clientWindow/immediate'],
  ['a window of nothing', clientWindow('PT0S'), 'clientWindow/immediate'],
  ['a window of a month, which has no length', clientWindow('P1M'), 'clientWindow/immediate'],
  ['a window that is no duration', clientWindow('ten minutes'), 'clientWindow/immediate'],
  [
    'no window for one immediacy',
    { clientWindow: { immediate: 'PT1M', significant: 'PT1H' } },
    'clientWindow/watchful',
  ],
  ['no steps', { steps: [] }, 'steps'],
  ['a step for nobody', { steps: [{ ...step, recipients: [] }] }, 'steps/0/recipients'],
  ['a step by no way', { steps: [{ ...step, channels: [] }] }, 'steps/0/channels'],
  ['a way that does not exist', { steps: [{ ...step, channels: ['fax'] }] }, 'steps/0/channels/0'],
  ['a recipient in two steps', { steps: [step, step] }, 'steps/1/recipients'],
  ['a GP who never opens', { gpHours: { ...gpHours, to: '08:00' } }, 'gpHours/to'],
  ['no attempt', { steps: [{ ...step, attempts: 0 }] }, 'steps/0/attempts'],
  ['half an attempt', { steps: [{ ...step, attempts: 1.5 }] }, 'steps/0/attempts'],
  ['opening at 25 o’clock', { gpHours: { ...gpHours, from: '25:00' } }, 'gpHours/from'],
  ['a day that does not exist', { gpHours: { ...gpHours, days: ['caturday'] } }, 'gpHours/days/0'],
];
test.each(wrong)('%s is 422, says where, and saves no version', async (_what, changes, at) => {
  const before = await api.onRecord();
  const reply = await save(await bodyWith(changes));
  expect(reply).toMatchObject({ status: 422, body: { type: 'urn:heed:problem:invalid-input' } });
  const errors = reply.body['errors'] as readonly { path: string }[];
  expect(errors.map(({ path: where }) => where)).toContain(at);
  expect(await api.onRecord()).toEqual(before);
});

test.each([
  ['a version of one’s own', { version: 7 }, 'version'],
  ['a field that nobody knows', { riskThreshold: 3 }, 'riskThreshold'],
])('%s is 422 and named', async (_what, changes, field) => {
  const reply = await save(await bodyWith(changes));
  expect(reply.status).toBe(422);
  expect(reply.body['detail']).toContain(field);
});

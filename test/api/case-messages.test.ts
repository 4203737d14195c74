import { demoOrganisations } from '../../prisma/demo-data';
import { type ApiUnderTest, createApiUnderTest } from '../support/api';
import { emailComesIn } from '../support/sendgrid-vendor';

/** An email that was passed on to a case is read to its end. contract.md §3 */

let api: ApiUnderTest;
let path: string;
let from: string;
const subject = 'Please read to the end';
const text = `${'I am tired. '.repeat(1_000)}I am not safe.`;
beforeAll(async () => {
  api = await createApiUnderTest();
  const jo = api.cases.client(0);
  from = jo.email ?? '';
  path = `/v1/urgent-care/cases/${await api.cases.raised(jo)}`;
  await emailComesIn(api, { from, to: demoOrganisations[0].facts.inboundEmail ?? '', subject, text });
});
afterAll(() => api?.stop());

const onlyMessage = async (): Promise<string> => {
  const { body } = await api.call('platform', 'GET', `${path}/messages`);
  expect(body).toEqual({ items: [{ id: expect.any(String), at: expect.any(String), channel: 'email' }], next: null });
  return String((body['items'] as { id: string }[])[0]?.id);
};

test('in whole, where the timeline has how it begins and says that there is more', async () => {
  const told = (await api.call('supervisor', 'GET', `${path}/timeline`)).text;
  expect(told).not.toContain('I am not safe.');
  expect(told).toContain('there is more: the messages of this case have all of it');
  const { body } = await api.call('supervisor', 'GET', `${path}/messages/${await onlyMessage()}`);
  expect(body).toMatchObject({ from, subject, text });
});

test.each([
  ['practitioner', 200],
  ['supervisor', 200],
  ['dpo', 200],
  ['secondPractitioner', 403],
  ['admin', 403],
  ['platform', 403],
] as const)('by those who may read the case, and each reading is on record: %s %d', async (who, status) => {
  const staffId = who === 'platform' ? null : api.demo.organisation.staff[who].id;
  const messagePath = `${path}/messages/${await onlyMessage()}`;
  const read = () =>
    api.asOwner<{ actor_id: string }>(`SELECT actor_id FROM audit_entries WHERE action = 'case-message.read'`);
  const before = await read();
  expect((await api.call(who, 'GET', messagePath)).status).toBe(status);
  const since = (await read()).slice(before.length);
  expect(since).toEqual(status === 200 ? [{ actor_id: staffId }] : []);
});

test('at its own case and in no other one', async () => {
  const other = await api.cases.raised(api.cases.client(1));
  const asked = `/v1/urgent-care/cases/${other}/messages/${await onlyMessage()}`;
  expect((await api.call('supervisor', 'GET', asked)).status).toBe(404);
  expect((await api.call('secondPractitioner', 'GET', `${path}/messages`)).status).toBe(403);
});

import { englishStaffNotice } from '../../activities/messaging/letters/english';
import { openStaffNotice } from '../../records/staff-notices/staff-notice';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { agrees } from '../support/case-on-record';
import { max, wholePlan } from '../support/urgent-care-plans';

/** Contacts are confirmed every 90 days, and may decline. domain.md §2.5 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const dayMs = 24 * 60 * 60_000;
const planPath = (clientId: string): string => `/v1/clients/${clientId}/urgent-care-plan`;
const say = (clientId: string, what: 'confirmations' | 'declines', body: object, by: Who = 'practitioner') =>
  api.call(by, 'POST', `${planPath(clientId)}/${what}`, body);
const declines = (clientId: string, by: Who = 'practitioner'): Promise<Reply> =>
  say(clientId, 'declines', { recipient: 'contact-1', via: 'phone' }, by);
const save = (clientId: string, plan: object): Promise<Reply> =>
  api.call('practitioner', 'PUT', planPath(clientId), plan);

async function problemsOf(clientId: string): Promise<readonly string[]> {
  const { body } = await api.call('supervisor', 'GET', '/v1/urgent-care/reachability');
  const items = body['items'] as readonly { clientId: string; problems: readonly { of: string; problem: string }[] }[];
  const found = items.find((item) => item.clientId === clientId)?.problems ?? [];
  return found.filter(({ of }) => of.startsWith('contact')).map(({ of, problem }) => `${of} ${problem}`);
}

test('who is confirmed is reachable for another 90 days, the others are named', async () => {
  const { id } = await api.cases.newClient();
  expect(await problemsOf(id)).toEqual([]);
  api.setClock({ ms: 91 * dayMs });
  expect(await problemsOf(id)).toEqual(['contact-1 unconfirmed', 'contact-2 unconfirmed']);
  const confirmed = await say(id, 'confirmations', { recipients: ['contact-2'] });
  expect(confirmed).toMatchObject({ status: 201, body: { version: 2, complete: true } });
  expect(await problemsOf(id)).toEqual(['contact-1 unconfirmed']);
  api.setClock({ ms: 180 * dayMs });
  expect(await problemsOf(id)).toEqual(['contact-1 unconfirmed']);
  api.setClock({ ms: 0 });
});

describe('a contact who declines', () => {
  test('leaves the plan, which is not complete any more, and is not named again', async () => {
    const { id } = await api.cases.newClient();
    await save(id, wholePlan);
    const { body } = await declines(id);
    expect(body).toMatchObject({
      complete: false,
      lacks: ['contact-1'],
      contacts: [null, { name: wholePlan.contacts[1].name }],
    });
    expect(await save(id, wholePlan)).toMatchObject({ status: 422, body: { errors: [{ path: 'contacts/0' }] } });
    expect((await save(id, { ...wholePlan, contacts: [max, wholePlan.contacts[1]] })).body).toMatchObject({
      complete: true,
    });
    expect(await save(id, wholePlan)).toMatchObject({ status: 422 });
  });

  test('is not written to in a case that the client had agreed to', async () => {
    const client = await api.cases.newClient();
    const caseId = await api.cases.raised(client);
    await api.cases.clientAnswers(caseId, agrees('contact-1'));
    await api.cases.proceeds(caseId, 'contact-1');
    await declines(client.id);
    const order = await api.cases.disclosureOrder(caseId, 'contact-1');
    expect(await api.cases.openDisclosure(order)).toEqual({ kind: 'withheld' });
  });

  test('is no name in what the practitioner is told: the client’s code is', async () => {
    const { id } = await api.cases.newClient();
    await declines(id);
    const { organisation } = api.demo;
    const order = { organisationId: organisation.id, about: 'contact-declined', subjectId: `${id}/2`, at: 0 } as const;
    const { outgoing } = await api.cases.transact((work) => openStaffNotice(work, englishStaffNotice, order));
    const { practitioner } = organisation.staff;
    expect(outgoing.map(({ to }) => to)).toEqual([practitioner.mobile, practitioner.email]);
    const [client] = await api.asOwner<{ code: string }>('SELECT code FROM clients WHERE id = $1', [id]);
    for (const { text } of outgoing) {
      expect(text).toContain(`the plan of client ${client?.code}`);
      expect(text).not.toMatch(/Kit|Bellweather|Jo\b/);
    }
  });

  test('has the practitioner told, each time anew', async () => {
    const { id } = await api.cases.newClient();
    await declines(id);
    await save(id, { ...wholePlan, contacts: [max, null] });
    await declines(id);
    const told = await api.asOwner<{ workflow_id: string }>(
      `SELECT workflow_id FROM outbox_entries WHERE workflow_id LIKE $1 ORDER BY seq`,
      [`staff-notice/contact-declined/${id}/%`],
    );
    expect(told.map(({ workflow_id }) => workflow_id)).toEqual([
      `staff-notice/contact-declined/${id}/2`,
      `staff-notice/contact-declined/${id}/4`,
    ]);
  });
});

test.each<[string, 'confirmations' | 'declines', object, number]>([
  ['nobody', 'confirmations', { recipients: [] }, 422],
  ['somebody twice', 'confirmations', { recipients: ['contact-1', 'contact-1'] }, 422],
  ['the GP', 'confirmations', { recipients: ['gp'] }, 422],
  ['a decline without how it was heard', 'declines', { recipient: 'contact-1' }, 422],
  ['a decline of the GP', 'declines', { recipient: 'gp', via: 'phone' }, 422],
  ['an unknown field', 'declines', { recipient: 'contact-1', via: 'phone', why: 'x' }, 422],
])('%s is refused of %s, and nothing is saved', async (_what, kind, body, status) => {
  const { id } = await api.cases.newClient();
  const before = await api.onRecord();
  expect((await say(id, kind, body)).status).toBe(status);
  expect(await api.onRecord()).toEqual(before);
});

test('a place where nobody is named is neither confirmed nor declines', async () => {
  const { id } = await api.cases.newClient();
  await declines(id);
  const before = await api.onRecord();
  expect((await declines(id)).status).toBe(409);
  expect((await say(id, 'confirmations', { recipients: ['contact-2', 'contact-1'] })).status).toBe(409);
  expect(await api.onRecord()).toEqual(before);
});

test('a practitioner of other clients and the other organisation say nothing here', async () => {
  const { id } = await api.cases.newClient();
  expect((await declines(id, 'secondPractitioner')).status).toBe(403);
  expect((await declines(id, 'supervisorElsewhere')).status).toBe(404);
  expect((await say(id, 'confirmations', { recipients: ['contact-1'] }, 'dpo')).status).toBe(403);
});

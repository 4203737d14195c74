import { noticeDueAt } from '../../records/urgent-care-plan/contact-notices';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { agrees, refuses } from '../support/case-on-record';
import { max, wholePlan } from '../support/urgent-care-plans';

/** Whom a client names is told how their data are held. UK GDPR Article 14, domain.md §2.5 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const dayMs = 24 * 60 * 60_000;
const [kit, noor] = wholePlan.contacts;
const pathOf = (clientId: string, what: string): string => `/v1/clients/${clientId}/${what}`;
const save = (clientId: string, plan: object): Promise<Reply> =>
  api.call('supervisor', 'PUT', pathOf(clientId, 'urgent-care-plan'), plan);
const gave = (clientId: string, body: object, by: Who = 'practitioner'): Promise<Reply> =>
  api.call(by, 'POST', pathOf(clientId, 'contact-notices'), body);

interface NoticeSeen {
  readonly recipient: string;
  readonly how: string | null;
  readonly enteredAt: string;
  readonly dueAt: string;
}

async function noticesOf(clientId: string): Promise<readonly NoticeSeen[]> {
  const { body } = await api.call('supervisor', 'GET', pathOf(clientId, 'urgent-care-plan'));
  return body['notices'] as readonly NoticeSeen[];
}

const settled = async (clientId: string) =>
  (await noticesOf(clientId)).map(({ recipient, how }) => `${recipient} ${how ?? 'waits'}`);

/** Of the demo, with a plan of their own people. */
async function someone(): Promise<string> {
  const { id } = await api.cases.newClient();
  return id;
}

test.each([
  ['2026-11-02T09:00:00Z', '2026-12-03T00:00:00.000Z'],
  ['2026-01-31T23:30:00Z', '2026-03-01T00:00:00.000Z'],
  ['2026-06-30T23:30:00Z', '2026-08-01T23:00:00.000Z'],
])('who is entered at %s is told by %s, the midnight there that ends the corresponding date', (entered, due) => {
  expect(noticeDueAt(new Date(entered), 'Europe/London').toISOString()).toBe(due);
});

test('each person of a plan waits for their notice, and who is named in another’s place waits for their own', async () => {
  const id = await someone();
  expect(await settled(id)).toEqual(['contact-1 waits', 'contact-2 waits', 'gp waits']);
  for (const { enteredAt, dueAt } of await noticesOf(id)) {
    expect(dueAt).toBe(noticeDueAt(new Date(enteredAt), 'Europe/London').toISOString());
  }
  await save(id, { ...wholePlan, contacts: [max, null], gp: null });
  expect(await settled(id)).toEqual([
    'contact-1 waits',
    'contact-1 left-the-plan',
    'contact-2 left-the-plan',
    'gp left-the-plan',
  ]);
});

test('a corrected number of the same person is no new entry', async () => {
  const id = await someone();
  await save(id, { ...wholePlan, contacts: [kit, noor] });
  const before = await noticesOf(id);
  await save(id, { ...wholePlan, contacts: [{ ...kit, mobile: max.mobile }, noor] });
  expect(await noticesOf(id)).toEqual(before);
});

test('it is recorded that the client handed it over, once', async () => {
  const id = await someone();
  const reply = await gave(id, { recipient: 'contact-1', how: 'client-handed-over' });
  expect(reply.status).toBe(201);
  expect(await settled(id)).toEqual(['contact-1 client-handed-over', 'contact-2 waits', 'gp waits']);
  expect(await gave(id, { recipient: 'contact-1', how: 'neutral-message' })).toMatchObject({
    status: 409,
    body: { type: 'urn:heed:problem:no-notice-due' },
  });
});

test('why somebody is not told is for the data protection officer to say, with a reason that is kept sealed', async () => {
  const id = await someone();
  const why = { recipient: 'gp', how: 'not-given', reason: 'It would put the client in danger.' };
  for (const who of ['practitioner', 'supervisor', 'admin', 'platform'] as const) {
    expect((await gave(id, why, who)).status).toBe(403);
  }
  expect((await gave(id, { ...why, reason: ' ' }, 'dpo')).status).toBe(422);
  expect((await gave(id, { recipient: 'gp', how: 'not-given' }, 'dpo')).status).toBe(422);
  expect((await gave(id, { recipient: 'gp', how: 'with-first-message' }, 'practitioner')).status).toBe(422);
  expect(await settled(id)).toContain('gp waits');
  expect((await gave(id, why, 'dpo')).status).toBe(201);
  const [row] = await api.asOwner<{ row: string }>(
    `SELECT to_jsonb(n)::text AS row FROM contact_notices n WHERE client_id = $1 AND how = 'not-given'`,
    [id],
  );
  expect(row?.row).not.toMatch(/danger/);
});

test('a practitioner of other clients, and the other organisation, record nothing', async () => {
  const id = await someone();
  const given = { recipient: 'gp', how: 'client-handed-over' };
  expect((await gave(id, given, 'secondPractitioner')).status).toBe(403);
  expect((await gave(id, given, 'supervisorElsewhere')).status).toBe(404);
});

describe('with the first message', () => {
  async function told(clientId: string, channel: 'sms' | 'voice', change?: object): Promise<string> {
    const { cases } = api;
    const client = { ...cases.client(0), id: clientId };
    const caseId = await cases.raised(client);
    await cases.clientAnswers(caseId, agrees('contact-1'), refuses('contact-2'));
    await cases.proceeds(caseId, 'contact-1');
    if (change) await save(clientId, change);
    const { text } = await cases.told(caseId, 'contact-1', channel, `SM${clientId.replaceAll('-', '')}`);
    return text;
  }

  test('a contact has been told: the page behind its link says it', async () => {
    const id = await someone();
    const text = await told(id, 'sms');
    const page = await fetch(`${api.url}${/\/a\/\S+/.exec(text)?.[0]}`);
    expect(await page.text()).toMatch(/Somebody gave us your name .* You can ask us what we hold/);
    expect(await settled(id)).toEqual(['contact-1 with-first-message', 'contact-2 waits', 'gp waits']);
  });

  test('a call tells nobody how their data are held', async () => {
    const id = await someone();
    await told(id, 'voice');
    expect(await settled(id)).toContain('contact-1 waits');
  });

  test('who has since taken the contact’s place is still to be told', async () => {
    const id = await someone();
    await told(id, 'sms', { ...wholePlan, contacts: [max, null] });
    expect((await settled(id)).filter((one) => one.startsWith('contact-1'))).toEqual([
      'contact-1 waits',
      'contact-1 left-the-plan',
    ]);
  });
});

test('the data protection officer reads who is still to be told, who first; a practitioner does not', async () => {
  const id = await someone();
  const list = async () => {
    const { body } = await api.call('dpo', 'GET', '/v1/contact-notices');
    const items = body['items'] as readonly { clientId: string; recipient: string; overdue: boolean; dueAt: string }[];
    expect(items.map(({ dueAt }) => dueAt)).toEqual(items.map(({ dueAt }) => dueAt).sort());
    return items.filter(({ clientId }) => clientId === id);
  };
  expect((await list()).map(({ overdue }) => overdue)).toEqual([false, false, false]);
  await gave(id, { recipient: 'gp', how: 'neutral-message' });
  api.setClock({ ms: 33 * dayMs });
  expect((await list()).map(({ overdue }) => overdue)).toEqual([true, true]);
  api.setClock({ ms: 0 });
  expect((await api.call('practitioner', 'GET', '/v1/contact-notices')).status).toBe(403);
});

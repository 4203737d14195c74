import type { StaffKey } from '../../prisma/demo-data';
import { raiseAlarm } from '../../records/marketing/alarms';
import { completeOptOut } from '../../records/marketing/complete';
import { openTelling, settleTelling } from '../../records/marketing/tell-list';
import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';
import { aPlatform } from '../support/marketing-on-record';
import { registerByApi } from '../support/newcomers-by-api';
import { refusedBy } from '../support/refused';

/** Consents, opt-outs and lists, as platforms and staff ask for them. contract.md §6 */

let api: ApiUnderTest;
let clientId: string;
let email: string;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());
beforeEach(async () => {
  api.setClock({ ms: 0 });
  const registered = await registerByApi(api);
  clientId = registered.clientId;
  email = registered.person.email;
});

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
type Asker = StaffKey | 'platform' | 'supervisorElsewhere';
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * hourMs).toISOString();
const evidence = (at = hoursAgo(1), source = 'person') => ({ at, wording: 'Send me news of courses.', source });
const agree = (changes: object = {}, who: Asker = 'platform'): Promise<Reply> =>
  api.call(who, 'POST', '/v1/marketing/consents', {
    clientId,
    channel: 'email',
    topics: ['courses'],
    evidence: evidence(),
    ...changes,
  });
const optOut = (body: object, who: Asker = 'platform'): Promise<Reply> =>
  api.call(who, 'POST', '/v1/marketing/opt-outs', { source: 'phone', ...body });
const proof = async (id: unknown): Promise<Reply['body']> =>
  (await api.call('dpo', 'GET', `/v1/marketing/opt-outs/${String(id)}`)).body;
const confirm = (id: unknown, body: object, who: Asker = 'platform'): Promise<Reply> =>
  api.call(who, 'POST', `/v1/marketing/opt-outs/${String(id)}/confirmations`, body);
const standing = async (): Promise<Reply['body']> =>
  (await api.call('platform', 'GET', `/v1/clients/${clientId}/marketing`)).body;
const refused = (asking: () => Promise<Reply>) => refusedBy(api, asking);
const errorsOf = ({ body }: Reply): unknown => body['errors'];

/** A platform's list is in use until the test ends. */
async function withList(name = 'The course platform'): Promise<string> {
  const added = await api.call('admin', 'POST', '/v1/marketing/lists', { name, ...aPlatform });
  expect(added.status).toBe(201);
  return String(added.body['id']);
}
afterEach(() => api.asOwner('UPDATE marketing_lists SET removed_at = now()'));

describe('a consent', () => {
  test('is answered with where the client stands', async () => {
    const given = evidence();
    expect(await agree({ evidence: given })).toMatchObject({
      status: 201,
      body: {
        clientId,
        consents: [{ channel: 'email', topic: 'courses', source: 'person', givenAt: given.at }],
        suppressed: { email: false, sms: false },
        optOuts: [],
      },
    });
  });

  test.each([
    ['no topic', { topics: [] }, 'topics'],
    ['another channel', { channel: 'post' }, 'channel'],
    ['no wording', { evidence: { ...evidence(), wording: ' ' } }, 'evidence/wording'],
    ['another source', { evidence: evidence(hoursAgo(1), 'guess') }, 'evidence/source'],
    ['a time to come', { evidence: evidence(hoursAgo(-2)) }, 'evidence/at'],
    ['a time that is none', { evidence: evidence('yesterday') }, 'evidence/at'],
  ])('with %s is refused, and what is wrong is named', async (_what, changes, path) => {
    const reply = await refused(() => agree(changes));
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });

  test('of another organisation’s client is not found', async () => {
    const [stranger] = api.demo.otherOrganisation.clients;
    expect((await refused(() => agree({ clientId: stranger?.id }))).status).toBe(404);
  });

  test('brought in for somebody who opted out is a conflict, and changes nothing', async () => {
    await optOut({ clientId });
    const reply = await refused(() => agree({ evidence: evidence(hoursAgo(0), 'import') }));
    expect(reply).toMatchObject({ status: 409, body: { type: 'urn:heed:problem:suppressed' } });
    expect(await standing()).toMatchObject({ consents: [], suppressed: { email: true, sms: true } });
  });

  test('given by the person after they had opted out counts', async () => {
    await optOut({ clientId, receivedAt: hoursAgo(5) });
    expect((await agree({ evidence: evidence(hoursAgo(6)) })).status).toBe(409);
    expect((await agree({ evidence: evidence(hoursAgo(1)) })).status).toBe(201);
    expect(await standing()).toMatchObject({
      consents: [{ channel: 'email', topic: 'courses' }],
      suppressed: { email: false, sms: true },
    });
  });
});

describe('at sign-up', () => {
  const ticked = (marketing: object) => registerByApi(api, { marketing });

  test('the boxes that were ticked are consents of the person, given there and then', async () => {
    ({ clientId } = await ticked({ email: true, topics: ['courses', 'events'], wording: 'Yes, send me news.' }));
    expect(await standing()).toMatchObject({
      consents: [
        { channel: 'email', topic: 'courses', source: 'person' },
        { channel: 'email', topic: 'events', source: 'person' },
      ],
    });
    const [row] = await api.asOwner<{ sealed: Buffer }>(
      'SELECT sealed FROM marketing_consents WHERE client_id = $1 LIMIT 1',
      [clientId],
    );
    const words = await api.cases.transact((work) => work.open(clientId, row?.sealed ?? Buffer.of()));
    expect(words).toEqual({ wording: 'Yes, send me news.' });
  });

  test.each([
    ['nothing', {}],
    ['no box, beside topics', { topics: ['courses'] }],
  ])('who ticks %s has agreed to nothing', async (_what, marketing) => {
    ({ clientId } = await ticked(marketing));
    expect(await standing()).toMatchObject({ consents: [], suppressed: { email: false, sms: false } });
  });
});

describe('an opt-out', () => {
  test('is taken in at once, with where its proof is', async () => {
    await withList();
    const receivedAt = '2026-11-01T10:00:00.000Z';
    const reply = await optOut({ clientId, receivedAt });
    const { id } = reply.body;
    expect(reply).toMatchObject({
      status: 202,
      body: { receivedAt, dueAt: '2026-11-08T10:00:00.000Z' },
    });
    expect(reply.headers.get('location')).toBe(`/v1/marketing/opt-outs/${String(id)}`);
    expect(await standing()).toMatchObject({ suppressed: { email: true, sms: true }, optOuts: [{ id }] });
  });

  test('twice is one', async () => {
    await withList();
    const first = await optOut({ clientId });
    const second = await optOut({ clientId });
    expect(second.status).toBe(202);
    expect(second.body).toEqual(first.body);
  });

  test('of an address that nobody knows is suppressed and told to the lists too', async () => {
    const list = await withList();
    const { body } = await optOut({ email: 'nobody.known@mail.example' });
    expect(await proof(body['id'])).toMatchObject({ clientId: null, channels: ['email'], lists: [{ list }] });
    const [known] = await api.asOwner<{ count: number }>('SELECT count(*)::int AS count FROM suppressions');
    expect(known?.count).toBeGreaterThan(0);
  });

  test.each([
    ['nobody', () => ({}), ''],
    ['a client and an address', () => ({ clientId, email }), ''],
    ['an address that is none', () => ({ email: 'somebody' }), 'email'],
    ['a number that is none', () => ({ mobile: '07700 900123' }), 'mobile'],
    ['a source in words', () => ({ clientId, source: 'She rang us' }), 'source'],
    ['a time to come', () => ({ clientId, receivedAt: hoursAgo(-1) }), 'receivedAt'],
    ['something that is not asked', () => ({ clientId, reason: 'bored' }), ''],
  ])('of %s is refused, and what is wrong is named', async (_what, body, path) => {
    const reply = await refused(() => optOut(body()));
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });

  test('with no list to tell is complete', async () => {
    expect(await optOut({ clientId })).toMatchObject({ status: 202, body: { status: 'complete' } });
  });

  test('of another organisation’s client is not found, and neither is its proof', async () => {
    const [stranger] = api.demo.otherOrganisation.clients;
    expect((await refused(() => optOut({ clientId: stranger?.id }))).status).toBe(404);
    const { body } = await optOut({ clientId });
    const path = `/v1/marketing/opt-outs/${String(body['id'])}`;
    const elsewhere = await api.tokenWith({
      subject: api.demo.otherOrganisation.staff.dpo.id,
      organisation: api.demo.otherOrganisation.id,
      roles: ['dpo'],
    });
    expect((await api.call(elsewhere, 'GET', path)).status).toBe(404);
  });
});

describe('the proof', () => {
  test('says what is waited for, until when, and that nobody ran by then', async () => {
    const list = await withList('The course platform');
    const receivedAt = hoursAgo(24);
    const { body } = await optOut({ clientId, receivedAt });
    const due = (days: number) => new Date(Date.parse(receivedAt) + days * dayMs).toISOString();
    expect(await proof(body['id'])).toEqual({
      id: body['id'],
      status: 'under-way',
      clientId,
      channels: ['email', 'sms'],
      source: 'phone',
      receivedAt,
      dueAt: due(7),
      recordedAt: expect.any(String),
      suppressedAt: expect.any(String),
      completedAt: null,
      lists: [
        {
          list,
          kind: 'webhook',
          name: 'The course platform',
          toldAt: null,
          timesTold: 0,
          confirmedAt: null,
          confirmedHow: null,
          confirmationRecordedAt: null,
          lastFailure: null,
        },
      ],
      alarms: [
        { alarm: 'day-five', dueAt: due(5), recordedAt: null },
        { alarm: 'day-six', dueAt: due(6), recordedAt: null },
        { alarm: 'day-seven', dueAt: new Date(Date.parse(receivedAt) + 7 * dayMs + 1).toISOString(), recordedAt: null },
      ],
    });
    api.setClock({ ms: 6 * dayMs - hourMs });
    expect(await proof(body['id'])).toMatchObject({ status: 'under-way' });
    // No worker runs in these tests: that it is a breach follows from the time alone.
    api.setClock({ ms: 6 * dayMs + hourMs });
    expect(await proof(body['id'])).toMatchObject({ status: 'breached' });
    const waiting = await api.call('dpo', 'GET', '/v1/marketing/opt-outs');
    expect(waiting.body['items']).toContainEqual(expect.objectContaining({ id: body['id'], status: 'breached' }));
  });

  test('has every telling with its failure, and then its confirmation', async () => {
    const listId = await withList();
    const optOutId = String((await optOut({ clientId })).body['id']);
    const which = { optOutId, listId, at: new Date() };
    await api.cases.transact((work) => settleTelling(work, which, { kind: 'not-told', because: '503' }));
    expect(await proof(optOutId)).toMatchObject({ lists: [{ toldAt: null, lastFailure: '503' }] });
    await api.cases.transact((work) => settleTelling(work, which, { kind: 'told' }));
    await api.cases.transact((work) => settleTelling(work, which, { kind: 'has-it' }));
    expect(await proof(optOutId)).toMatchObject({
      status: 'complete',
      lists: [{ timesTold: 2, lastFailure: null, confirmedHow: 'read-back' }],
    });
  });

  test('shows both when an alarm was due and when it was put on record', async () => {
    await withList();
    const receivedAt = hoursAgo(6 * 24);
    const optOutId = String((await optOut({ clientId, receivedAt })).body['id']);
    api.setClock({ ms: 3 * dayMs });
    await api.cases.transact((work) => raiseAlarm(work, optOutId, 'day-seven'));
    const { alarms } = (await proof(optOutId)) as { alarms: { alarm: string; dueAt: string; recordedAt: string }[] };
    const breach = alarms.find(({ alarm }) => alarm === 'day-seven');
    expect(Date.parse(breach?.dueAt ?? '')).toBe(Date.parse(receivedAt) + 7 * dayMs + 1);
    expect(Date.parse(breach?.recordedAt ?? '')).toBeGreaterThan(Date.parse(receivedAt) + 8 * dayMs);
  });
});

describe('an alarm', () => {
  const told = async (optOutId: string): Promise<readonly string[]> =>
    (
      await api.asOwner<{ workflow_id: string }>(
        `SELECT workflow_id FROM outbox_entries WHERE workflow_id LIKE 'staff-notice/%/' || $1 ORDER BY seq`,
        [optOutId],
      )
    ).map(({ workflow_id: id }) => id.split('/')[1] ?? '');
  const raise = (optOutId: string, alarm: 'day-five' | 'day-six' | 'day-seven') =>
    api.cases.transact((work) => raiseAlarm(work, optOutId, alarm));

  test('is put on record once, and has its people told once', async () => {
    await withList();
    const optOutId = String((await optOut({ clientId, receivedAt: hoursAgo(7 * 24 + 1) })).body['id']);
    for (const alarm of ['day-five', 'day-six', 'day-seven', 'day-seven'] as const) await raise(optOutId, alarm);
    expect(await told(optOutId)).toEqual(['opt-out-unconfirmed', 'opt-out-due-tomorrow', 'opt-out-breached']);
  });

  test('before its time, or with all confirmed, is heard by nobody', async () => {
    const list = await withList();
    const optOutId = String((await optOut({ clientId, receivedAt: hoursAgo(5 * 24 - 1) })).body['id']);
    await raise(optOutId, 'day-five');
    expect(await told(optOutId)).toEqual([]);
    await confirm(optOutId, { list });
    api.setClock({ ms: 10 * dayMs });
    for (const alarm of ['day-five', 'day-six', 'day-seven'] as const) await raise(optOutId, alarm);
    expect(await told(optOutId)).toEqual([]);
  });

  test('of a breach is raised although the list has confirmed by now, and when it turns out so afterwards', async () => {
    const list = await withList();
    const optOutId = String((await optOut({ clientId, receivedAt: hoursAgo(6 * 24) })).body['id']);
    await confirm(optOutId, { list });
    await api.cases.transact((work) => completeOptOut(work, optOutId));
    expect(await told(optOutId)).toEqual([]);
    await optOut({ clientId, receivedAt: hoursAgo(8 * 24) });
    expect(await told(optOutId)).toEqual(['opt-out-breached']);
    expect(await proof(optOutId)).toMatchObject({ status: 'breached' });
  });
});

describe('a platform’s confirmation', () => {
  let list: string;
  let optOutId: string;
  beforeEach(async () => {
    list = await withList();
    optOutId = String((await optOut({ clientId, receivedAt: hoursAgo(48) })).body['id']);
  });
  const signals = async () =>
    api.asOwner<{ payload: { signal: string; argument: unknown } }>(
      `SELECT payload FROM outbox_entries WHERE workflow_id = $1 AND kind = 'signal'`,
      [`opt-out/${optOutId}`],
    );

  test('is on record with when it was done and when it was said, and the process hears of it', async () => {
    const confirmedAt = hoursAgo(3);
    expect(await confirm(optOutId, { list, confirmedAt })).toMatchObject({
      status: 200,
      body: { status: 'complete', lists: [{ confirmedAt, confirmedHow: 'platform' }] },
    });
    expect(await signals()).toMatchObject([{ payload: { signal: 'listConfirmed', argument: { listId: list } } }]);
  });

  test('said twice stands as it was said first', async () => {
    const first = (await confirm(optOutId, { list, confirmedAt: hoursAgo(3) })).body;
    expect((await confirm(optOutId, { list })).body).toEqual(first);
    expect(await signals()).toHaveLength(1);
  });

  test('that comes too late is a breach, for good', async () => {
    api.setClock({ ms: 6 * dayMs });
    expect((await confirm(optOutId, { list })).body).toMatchObject({ status: 'breached' });
  });

  test('that says afterwards that it was in time unmakes no breach', async () => {
    api.setClock({ ms: 6 * dayMs });
    expect(await proof(optOutId)).toMatchObject({ status: 'breached' });
    expect((await confirm(optOutId, { list, confirmedAt: hoursAgo(1) })).body).toMatchObject({ status: 'breached' });
  });

  test('of a time before its list was told is refused', async () => {
    const told = { optOutId, listId: list, at: new Date(hoursAgo(2)) };
    await api.cases.transact((work) => settleTelling(work, told, { kind: 'told' }));
    const early = await refused(() => confirm(optOutId, { list, confirmedAt: hoursAgo(3) }));
    expect(errorsOf(early)).toMatchObject([{ path: 'confirmedAt' }]);
  });

  test('leaves nothing to tell, and the addresses are forgotten when the process has heard of it', async () => {
    const which = { optOutId, listId: list };
    expect(await api.cases.transact((work) => openTelling(work, which))).toMatchObject({
      addresses: [{ channel: 'email', address: email }, { channel: 'sms' }],
    });
    await expect(api.cases.transact((work) => completeOptOut(work, optOutId))).rejects.toThrow(/every list/);
    await confirm(optOutId, { list });
    expect(await api.cases.transact((work) => openTelling(work, which))).toBeNull();
    await api.cases.transact((work) => completeOptOut(work, optOutId));
    expect(await api.inKeys('SELECT FROM data_keys WHERE subject_id = $1', [optOutId])).toEqual([]);
    const [row] = await api.asOwner<{ sealed: Buffer | null }>('SELECT sealed FROM opt_outs WHERE id = $1', [optOutId]);
    expect(row?.sealed).toBeNull();
    expect(await proof(optOutId)).toMatchObject({ status: 'complete', completedAt: expect.any(String) });
  });

  test.each([
    ['no list', () => ({}), 'list'],
    ['a list of no opt-out', () => ({ list: clientId }), 'list'],
    ['a time to come', () => ({ list, confirmedAt: hoursAgo(-1) }), 'confirmedAt'],
    ['a time before it was received', () => ({ list, confirmedAt: hoursAgo(49) }), 'confirmedAt'],
  ])('with %s is refused, and what is wrong is named', async (_what, body, path) => {
    expect(errorsOf(await refused(() => confirm(optOutId, body())))).toMatchObject([{ path }]);
  });
});

describe('lists', () => {
  test('are shown without what is secret of them, and go when they are removed', async () => {
    const id = await withList('The course platform');
    const group = { kind: 'sendgrid-group', name: 'News', groupId: 7 };
    expect(await api.call('dpo', 'POST', '/v1/marketing/lists', group)).toMatchObject({ status: 201, body: group });
    const shown = await api.call('admin', 'GET', '/v1/marketing/lists');
    expect(shown.body['items']).toMatchObject([{ id, kind: 'webhook', url: aPlatform.url }, group]);
    expect(shown.text).not.toContain(aPlatform.secret);
    expect((await api.call('admin', 'DELETE', `/v1/marketing/lists/${id}`)).status).toBe(200);
    expect((await api.call('admin', 'DELETE', `/v1/marketing/lists/${id}`)).status).toBe(404);
    expect((await api.call('admin', 'GET', '/v1/marketing/lists')).body['items']).toMatchObject([group]);
  });

  test('that an opt-out waits for stay', async () => {
    const id = await withList();
    await optOut({ clientId });
    const removal = await refused(() => api.call('admin', 'DELETE', `/v1/marketing/lists/${id}`));
    expect(removal).toMatchObject({ status: 409, body: { type: 'urn:heed:problem:list-awaited' } });
  });

  test.each([
    ['of another kind', { kind: 'letter', name: 'Post' }, 'kind'],
    ['of no group', { kind: 'sendgrid-group', name: 'News', groupId: 0 }, 'groupId'],
    ['at no address', { ...aPlatform, name: 'Platform', url: 'opt-outs' }, 'url'],
    ['with a password in the address', { ...aPlatform, name: 'Platform', url: 'https://a:b@c.example' }, 'url'],
    ['with a secret that is short', { ...aPlatform, name: 'Platform', secret: 'whsec_c2hvcnQ=' }, 'secret'],
    ['without a name', aPlatform, 'name'],
  ])('%s are refused, and what is wrong is named', async (_what, body, path) => {
    const reply = await refused(() => api.call('admin', 'POST', '/v1/marketing/lists', body));
    expect(reply).toMatchObject({
      status: 422,
      body: { errors: expect.arrayContaining([expect.objectContaining({ path })]) },
    });
  });
});

describe('who may', () => {
  const everybody: readonly Asker[] = ['platform', 'practitioner', 'dutyClinician', 'supervisor', 'dpo', 'admin'];
  const asks: readonly (readonly [string, readonly Asker[], (who: Asker) => Promise<Reply>])[] = [
    ['record a consent', ['platform', 'admin'], (who) => agree({}, who)],
    ['record an opt-out', ['platform', 'admin', 'dpo'], (who) => optOut({ clientId }, who)],
    ['read opt-outs', ['platform', 'admin', 'dpo'], (who) => api.call(who, 'GET', '/v1/marketing/opt-outs')],
    [
      'see where a client stands',
      ['platform', 'admin', 'dpo'],
      (who) => api.call(who, 'GET', `/v1/clients/${clientId}/marketing`),
    ],
    ['see lists', ['admin', 'dpo'], (who) => api.call(who, 'GET', '/v1/marketing/lists')],
    [
      'add a list',
      ['admin', 'dpo'],
      (who) => api.call(who, 'POST', '/v1/marketing/lists', { name: 'Platform', ...aPlatform }),
    ],
    [
      'confirm',
      ['platform', 'admin'],
      async (who) => {
        const list = await withList();
        const { body } = await optOut({ email: `somebody.${who}@mail.example`.toLowerCase() });
        return confirm(body['id'], { list }, who);
      },
    ],
  ];
  test.each(asks)('may %s: %j', async (_what, allowed, ask) => {
    const may: Asker[] = [];
    for (const who of everybody) {
      const { status } = await ask(who);
      expect(status === 403 || status < 300).toBe(true);
      if (status !== 403) may.push(who);
    }
    expect(may.sort()).toEqual([...allowed].sort());
  });
});

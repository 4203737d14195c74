import { contract } from '../../api/contract/contract';
import { newId } from '../../records/ids';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { type RegisteredByApi, signedByApi } from '../support/newcomers-by-api';

/** Whoever looks at a client's record, and whoever is not let in, leaves one entry that says so. docs/adr/0026 */

let api: ApiUnderTest;
let robin: RegisteredByApi;
let jo: string;
let caseId: string;
let enrolmentId: string;
let optOutId: string;
let erasureId: string;

beforeAll(async () => {
  api = await createApiUnderTest();
  robin = await signedByApi(api);
  const client = await api.cases.newClient();
  jo = client.id;
  caseId = await api.cases.raised(client);
  const practitionerId = api.demo.organisation.staff.practitioner.id;
  enrolmentId = await idOf(
    api.call('platform', 'POST', '/v1/enrolments', {
      ...{ clientId: jo, courseId: null, practitionerId },
      startedAt: '2025-11-03T09:00:00Z',
    }),
  );
  optOutId = await idOf(
    api.call('platform', 'POST', '/v1/marketing/opt-outs', { clientId: jo, source: 'phone', receivedAt: new Date() }),
  );
  const erased = (await api.cases.newClient()).id;
  const order = { basis: 'rights-request', reason: 'They asked for it.' };
  erasureId = await idOf(api.call('dpo', 'POST', `/v1/clients/${erased}/erasures`, order));
});
afterAll(() => api?.stop());

async function idOf(answered: Promise<Reply>): Promise<string> {
  const { status, body, text } = await answered;
  if (status > 202) throw new Error(text);
  return String(body['id']);
}

interface Entry {
  readonly action: string;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly client_id: string | null;
  readonly case_id: string | null;
  readonly sealed: Buffer | null;
}

/** What stands on record since, in order. */
async function entriesOf(asking: () => Promise<Reply>): Promise<{ reply: Reply; entries: readonly Entry[] }> {
  const [{ last } = { last: null }] = await api.asOwner<{ last: string | null }>(
    'SELECT max(seq) AS last FROM audit_entries',
  );
  const reply = await asking();
  const entries = await api.asOwner<Entry>('SELECT * FROM audit_entries WHERE seq > $1 ORDER BY seq', [last ?? 0]);
  return { reply, entries };
}
const wordsOf = async (entry: Entry | undefined): Promise<string> =>
  (await api.cases.transact((work) => work.open<{ words: string }>(work.organisationId, entry?.sealed ?? Buffer.of())))
    .words;

/** Each address at which something about one client is read, who reads it here, and how that is called. */
const looks: readonly (readonly [path: string, who: Who, action: string])[] = [
  ['/v1/clients/{jo}', 'practitioner', 'client.read'],
  ['/v1/clients/{jo}/notes', 'practitioner', 'notes.read'],
  ['/v1/clients/{jo}/events', 'practitioner', 'client-events.read'],
  ['/v1/clients/{jo}/urgent-care-plan', 'practitioner', 'urgent-care-plan.read'],
  ['/v1/clients/{jo}/marketing', 'platform', 'marketing.read'],
  ['/v1/clients/{jo}/retention', 'dpo', 'retention.read'],
  ['/v1/clients/{jo}/copy', 'dpo', 'copy.read'],
  ['/v1/clients/{robin}/consent-form', 'platform', 'consent-form.read'],
  ['/v1/sign-ups/{signUp}', 'platform', 'sign-up.read'],
  ['/v1/sign-ups/{signUp}/safety', 'dutyClinician', 'safety.read'],
  ['/v1/sign-ups/{signUp}/allocation', 'supervisor', 'allocation.read'],
  ['/v1/enrolments/{enrolment}', 'practitioner', 'enrolment.read'],
  ['/v1/urgent-care/cases/{case}', 'platform', 'case.read'],
  ['/v1/urgent-care/cases/{case}/timeline', 'dutyClinician', 'case-timeline.read'],
  ['/v1/urgent-care/cases/{case}/messages', 'supervisor', 'case-messages.read'],
  ['/v1/urgent-care/cases?clientId={jo}', 'supervisor', 'cases.read'],
  ['/v1/marketing/opt-outs/{optOut}', 'platform', 'opt-out.read'],
  ['/v1/marketing/opt-outs?clientId={jo}', 'dpo', 'opt-outs.read'],
  ['/v1/erasures/{erasure}', 'dpo', 'erasure.read'],
];
const at = (path: string): string => {
  const ids = {
    '{jo}': jo,
    '{robin}': robin.clientId,
    '{signUp}': robin.id,
    '{enrolment}': enrolmentId,
    '{case}': caseId,
    '{optOut}': optOutId,
    '{erasure}': erasureId,
  };
  return Object.entries(ids).reduce((written, [name, id]) => written.replace(name, id), path);
};

test.each(looks)('a look at %s by the %s is one entry: %s', async (path, who, action) => {
  const { reply, entries } = await entriesOf(() => api.call(who, 'GET', at(path)));
  expect(reply.status).toBe(200);
  expect(entries).toHaveLength(1);
  const [entry] = entries;
  const staffId = who === 'platform' ? null : api.demo.organisation.staff[who as 'dpo'].id;
  expect(entry).toMatchObject({ action, actor_kind: staffId ? 'staff' : 'system', actor_id: staffId });
  expect(entry?.client_id).toEqual(expect.any(String));
  if (path.includes('{case}')) expect(entry).toMatchObject({ client_id: jo, case_id: caseId });
});

test('no address at which a client’s record is read is missing above', () => {
  const covered = looks.map(([path]) => path.replace(/[?].*/, '').replaceAll(/\{\w+\}/g, '{}'));
  const ofClients = contract.flatMap(({ path, endpoints }) =>
    Object.values(endpoints)
      .filter(({ method }) => method === 'get')
      .map((endpoint) => (path + endpoint.path).replace(/\/$/, '').replaceAll(/\{\w+\}/g, '{}'))
      .filter((whole) => /^\/v1\/(clients|sign-ups|enrolments|urgent-care\/cases)\/\{\}/.test(whole)),
  );
  // These two have tests of their own: whoever reads a file or a message, in consent-form.test.ts and case-messages.test.ts.
  const elsewhere = ['/v1/clients/{}/consent-form/document', '/v1/urgent-care/cases/{}/messages/{}'];
  expect(ofClients.filter((path) => !covered.includes(path) && !elsewhere.includes(path))).toEqual([]);
});

test('what is read, or refused, is kept by nothing on its way', async () => {
  for (const who of ['practitioner', 'secondPractitioner', null] as const) {
    const { headers } = await api.call(who, 'GET', `/v1/clients/${jo}`);
    expect(headers.get('cache-control')).toBe('no-store');
  }
});

test('which platform looked is in the words of the entry', async () => {
  const platform = api.tokenWith({ subject: 'platform-of-the-north', roles: ['platform'] });
  const { entries } = await entriesOf(() => api.call(platform, 'GET', `/v1/clients/${jo}`));
  expect(await wordsOf(entries[0])).toBe('By platform-of-the-north.');
});

test('a list is one entry, and its words name everybody of whom it showed something', async () => {
  const other = await api.cases.newClient();
  await api.cases.raised(other);
  const { reply, entries } = await entriesOf(() => api.call('supervisor', 'GET', '/v1/urgent-care/cases?limit=100'));
  expect(entries).toMatchObject([{ action: 'cases.read', client_id: null }]);
  const words = await wordsOf(entries[0]);
  const shown = (reply.body['items'] as { readonly clientId: string }[]).map(({ clientId }) => clientId);
  expect(shown).toEqual(expect.arrayContaining([jo, other.id]));
  for (const id of shown) expect(words).toContain(id);
});

test('a list that shows nobody is no entry', async () => {
  const { reply, entries } = await entriesOf(() =>
    api.call('supervisor', 'GET', `/v1/urgent-care/cases?clientId=${newId()}`),
  );
  expect(reply.body['items']).toEqual([]);
  expect(entries).toEqual([]);
});

describe('outside the treatment pathway', () => {
  const refusals: readonly (readonly [asked: string, who: Who, body?: object])[] = [
    ['GET /v1/clients/{jo}', 'secondPractitioner'],
    ['GET /v1/clients/{jo}/notes', 'secondPractitioner'],
    ['POST /v1/clients/{jo}/notes', 'secondPractitioner', { text: 'We talked.' }],
    ['GET /v1/clients/{jo}/events', 'secondPractitioner'],
    ['GET /v1/clients/{jo}/urgent-care-plan', 'secondPractitioner'],
    ['POST /v1/clients/{jo}/summaries', 'secondPractitioner', { kind: 'progress', text: 'Better.' }],
    ['GET /v1/clients/{robin}/consent-form', 'practitioner'],
    ['POST /v1/clients/{robin}/consent-form/withdrawals', 'practitioner', {}],
    ['GET /v1/sign-ups/{signUp}', 'practitioner'],
    ['GET /v1/sign-ups/{signUp}/safety', 'practitioner'],
    ['GET /v1/sign-ups/{signUp}/allocation', 'practitioner'],
    ['GET /v1/enrolments/{enrolment}', 'secondPractitioner'],
    ['GET /v1/urgent-care/cases/{case}', 'secondPractitioner'],
    ['GET /v1/urgent-care/cases/{case}/timeline', 'secondPractitioner'],
    ['GET /v1/urgent-care/cases/{case}/messages', 'secondPractitioner'],
    // These have not the role, wherever they look.
    ['GET /v1/clients/{jo}/marketing', 'practitioner'],
    ['GET /v1/sign-ups/{signUp}/safety', 'dpo'],
    ['POST /v1/urgent-care/cases/{case}/decisions', 'dpo', { kind: 'call', note: 'I call them.' }],
    ['POST /v1/urgent-care/cases/{case}/withdrawals', 'secondPractitioner', { recipients: ['gp'], via: 'phone' }],
  ];

  test.each(refusals.map(([asked, who, body]) => ({ asked, who, body })))(
    '$asked is refused to the $who, and that they tried is kept',
    async ({ asked, who, body }) => {
      const [method = '', path = ''] = at(asked).split(' ');
      const { reply, entries } = await entriesOf(() => api.call(who, method, path, body));
      expect(reply).toMatchObject({ status: 403, body: { type: 'urn:heed:problem:forbidden' } });
      expect(entries).toMatchObject([
        {
          action: 'access.refused',
          actor_kind: 'staff',
          actor_id: api.demo.organisation.staff[who as 'practitioner'].id,
          client_id: /\{(robin|signUp)\}/.test(asked) ? robin.clientId : jo,
        },
      ]);
      expect(await wordsOf(entries[0])).toContain(`${method} ${path} by `);
    },
  );

  test('a duty clinician reaches nobody for whom nothing waits, and whoever has an open case', async () => {
    const calm = (await api.cases.newClient()).id;
    for (const path of ['', '/urgent-care-plan', '/consent-form']) {
      expect((await api.call('dutyClinician', 'GET', `/v1/clients/${calm}${path}`)).status).toBe(403);
      expect((await api.call('dutyClinician', 'GET', `/v1/clients/${jo}${path}`)).status).toBe(200);
    }
  });

  test('somebody who is no member of staff is refused and known by their credential', async () => {
    const stranger = api.tokenWith({ subject: 'auth0|stranger', roles: ['practitioner'] });
    const { entries } = await entriesOf(() => api.call(stranger, 'GET', `/v1/clients/${jo}`));
    expect(entries).toMatchObject([{ action: 'access.refused', actor_kind: 'system', client_id: jo }]);
    expect(await wordsOf(entries[0])).toBe(`GET /v1/clients/${jo} by auth0|stranger.`);
  });

  test('what somebody wrote where an id belongs is kept nowhere', async () => {
    const asking = () => api.call('practitioner', 'GET', '/v1/clients/jo.ashdown@mail.example/marketing');
    const { reply, entries } = await entriesOf(asking);
    expect(reply.status).toBe(403);
    expect(await wordsOf(entries[0])).toMatch(/^GET \/v1\/clients\/:clientId\/marketing by /);
  });

  test('what lies with another organisation is not there, and no entry says that it is', async () => {
    const { reply, entries } = await entriesOf(() => api.call('supervisorElsewhere', 'GET', `/v1/clients/${jo}`));
    expect(reply.status).toBe(404);
    expect(entries).toEqual([]);
  });
});

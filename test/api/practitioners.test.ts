import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { wrongCaseloads } from '../support/caseloads';
import { refusedBy } from '../support/refused';

/** contract.md §5: who can be proposed to clients, how many of them, and how they leave. */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

/** Whatever a test did, each client has one place, and nobody else has one. */
afterEach(async () => {
  expect(await api.asOwner(wrongCaseloads)).toEqual([]);
});

const staff = () => api.demo.organisation.staff;
const at = (key: 'practitioner' | 'secondPractitioner' | 'dpo', what = ''): string =>
  `/v1/practitioners/${staff()[key].id}${what}`;
const get = async (key: 'practitioner' | 'secondPractitioner'): Promise<Reply['body']> =>
  (await api.call('supervisor', 'GET', at(key))).body;
const put = (body: unknown, who: Who = 'supervisor'): Promise<Reply> => api.call(who, 'PUT', at('practitioner'), body);

const refused = (asking: () => Promise<Reply>): Promise<Reply> => refusedBy(api, asking);

describe('a profile', () => {
  test('counts the clients whom they have already, and has room for twenty more', async () => {
    const theirs = api.demo.organisation.clients.filter(
      ({ practitionerId }) => practitionerId === staff().practitioner.id,
    );
    const profile = await get('practitioner');
    expect(profile).toMatchObject({ id: staff().practitioner.id, caseload: theirs.length, accepting: true });
    expect(Number(profile['caseloadLimit']) - theirs.length).toBeGreaterThanOrEqual(20);
    expect((await api.call('supervisor', 'GET', '/v1/practitioners')).body['items']).toContainEqual(profile);
  });

  test('changes in what is named; what was read may be sent back whole, and the caseload stays what it is', async () => {
    const before = await get('practitioner');
    expect(await put({ ...before, caseload: 0, caseloadLimit: 70 })).toMatchObject({ status: 200 });
    expect(await get('practitioner')).toEqual({ ...before, caseloadLimit: 70 });
    expect((await put({ specialisms: ['grief'] }, 'admin')).body).toMatchObject({
      specialisms: ['grief'],
      languages: before['languages'],
      caseloadLimit: 70,
    });
  });

  test('is not limited to less than the caseload that there is, and the refusal names it', async () => {
    const { caseload } = await get('practitioner');
    expect(await refused(() => put({ caseloadLimit: Number(caseload) - 1 }))).toMatchObject({
      status: 409,
      body: {
        type: 'urn:heed:problem:caseload-above-limit',
        caseload,
        detail: expect.stringContaining(String(caseload)),
      },
    });
    expect((await put({ caseloadLimit: caseload })).status).toBe(200);
    await put({ caseloadLimit: 70 });
  });

  test.each<[string, object, string]>([
    ['a limit below nothing', { caseloadLimit: -1 }, 'caseloadLimit'],
    ['a limit that is no whole number', { caseloadLimit: 1.5 }, 'caseloadLimit'],
    ['a limit in words', { caseloadLimit: 'ten' }, 'caseloadLimit'],
    ['a language that is none', { languages: ['Welsh!'] }, 'languages/0'],
    ['no language at all', { languages: [] }, 'languages'],
    ['a day that does not exist', { registration: { body: 'HCPC', expires: '2030-02-30' } }, 'registration/expires'],
    ['a registration with nobody', { registration: { expires: '2030-02-28' } }, 'registration/body'],
    ['an empty specialism', { specialisms: [' '] }, 'specialisms/0'],
    ['a field that nobody knows', { salary: 1 }, ''],
  ])('with %s is 422, naming it', async (_what, body, place) => {
    expect(await refused(() => put(body))).toMatchObject({
      status: 422,
      body: { errors: [expect.objectContaining({ path: place })] },
    });
  });

  test('of somebody who is no practitioner, or of another organisation’s, is not there', async () => {
    const body = { caseloadLimit: 5, registration: { body: 'HCPC', expires: '2030-01-01' } };
    expect((await refused(() => api.call('admin', 'PUT', at('dpo'), body))).status).toBe(404);
    expect((await refused(() => put(body, 'supervisorElsewhere'))).status).toBe(404);
    expect((await api.call('supervisorElsewhere', 'GET', at('practitioner'))).status).toBe(404);
    expect((await api.call('supervisor', 'GET', '/v1/practitioners/nobody')).status).toBe(404);
  });

  test('is kept sealed: nobody reads from a table what somebody offers, or who they are', async () => {
    const rows = await api.asOwner<{ row: string }>(
      `SELECT p::text || encode(p.sealed, 'escape') AS row FROM practitioners p`,
    );
    for (const { row } of rows) expect(row).not.toMatch(/grief|anxiety|woman|HCPC/);
  });
});

describe('a departure', () => {
  test('waits for their clients and open cases to be reassigned, naming how many there are', async () => {
    const { caseload } = await get('secondPractitioner');
    const theirs = api.demo.organisation.clients.find(
      ({ practitionerId }) => practitionerId === staff().secondPractitioner.id,
    )!;
    await api.cases.raised(theirs);
    const leave = () => api.call('admin', 'POST', at('secondPractitioner', '/departures'), {});
    expect(await refused(leave)).toMatchObject({
      status: 409,
      body: {
        type: 'urn:heed:problem:clients-to-reassign',
        clients: caseload,
        openCases: 1,
        activePlans: caseload,
        detail: expect.stringMatching(/1 open case and \d clients/),
      },
    });

    for (const { id, practitionerId } of api.demo.organisation.clients) {
      if (practitionerId !== staff().secondPractitioner.id) continue;
      const body = { practitionerId: staff().practitioner.id, reason: 'He leaves.' };
      expect((await api.call('supervisor', 'PUT', `/v1/clients/${id}/practitioner`, body)).status).toBe(200);
    }
    expect(await refused(leave)).toMatchObject({ status: 409, body: { clients: 0, openCases: 1, activePlans: 0 } });
    await api.asOwner(`UPDATE cases SET status = 'closed', closed_at = now(), outcome_kind = 'client-safe',
      outcome_by_id = owner_id, outcome_at = now(), outcome_sealed = ''`);
    expect(await leave()).toMatchObject({ status: 201, body: { leaving: true, leftAt: expect.any(String) } });
  });

  test('is for good until somebody says that they are back: no client is given to them', async () => {
    const [client] = api.demo.organisation.clients;
    const give = () =>
      api.call('supervisor', 'PUT', `/v1/clients/${client!.id}/practitioner`, {
        practitionerId: staff().secondPractitioner.id,
        reason: 'So.',
      });
    expect(await refused(give)).toMatchObject({ status: 409, body: { reasons: ['Is leaving us.'] } });
    const back = await api.call('admin', 'PUT', at('secondPractitioner'), { leaving: false });
    expect(back.body).toMatchObject({ leaving: false, leftAt: null });
    expect((await give()).status).toBe(200);
  });
});

describe('reassigning', () => {
  const reassign = (body: object, who: Who = 'supervisor') =>
    api.call(who, 'PUT', `/v1/clients/${api.demo.organisation.clients[1]!.id}/practitioner`, body);

  test('heeds conflicts of interest, registrations and room', async () => {
    const clientId = api.demo.organisation.clients[1]!.id;
    const to = { practitionerId: staff().secondPractitioner.id, reason: 'So.' };
    await api.call('admin', 'PUT', at('secondPractitioner'), { registration: { body: 'BACP', expires: '2020-01-01' } });
    expect(await refused(() => reassign(to))).toMatchObject({
      status: 409,
      body: { reasons: ['Their professional registration is not in force.'] },
    });
    const { caseload } = await get('secondPractitioner');
    const full = { registration: { body: 'BACP', expires: '2030-01-01' }, caseloadLimit: caseload };
    await api.call('admin', 'PUT', at('secondPractitioner'), full);
    expect((await refused(() => reassign(to))).body).toMatchObject({
      reasons: ['Has no room for another client at the moment.'],
    });
    await api.call('admin', 'PUT', at('secondPractitioner'), { caseloadLimit: 40 });
    await api.call('supervisor', 'POST', at('secondPractitioner', '/conflicts'), { clientId, reason: 'A cousin.' });
    expect((await refused(() => reassign(to))).body).toMatchObject({
      reasons: ['Can’t work with you because of a conflict of interest.'],
    });
  });

  test.each<[string, object]>([
    ['nobody', { reason: 'So.' }],
    ['no reason', { practitionerId: '01980000-0000-7001-8001-000000000001' }],
  ])('to %s is 422', async (_what, body) => {
    expect((await refused(() => reassign(body))).status).toBe(422);
  });
});

describe('who may', () => {
  const everybody: readonly Who[] = ['platform', 'practitioner', 'dutyClinician', 'supervisor', 'dpo', 'admin'];
  const client = () => api.demo.organisation.clients[2]!.id;
  test.each<[string, string, () => string, object, readonly Who[]]>([
    ['save a profile', 'PUT', () => at('practitioner'), {}, ['supervisor', 'admin']],
    ['record a departure', 'POST', () => at('practitioner', '/departures'), {}, ['supervisor', 'admin']],
    [
      'record a conflict of somebody else',
      'POST',
      () => at('secondPractitioner', '/conflicts'),
      { clientId: '01980000-0000-7001-8003-000000000003', reason: 'So.' },
      ['supervisor', 'admin'],
    ],
    [
      'reassign a client',
      'PUT',
      () => `/v1/clients/${client()}/practitioner`,
      { practitionerId: '01980000-0000-7001-8001-000000000002', reason: 'So.' },
      ['supervisor'],
    ],
  ])('%s', async (_what, method, path, body, those) => {
    for (const who of everybody.filter((one) => !those.includes(one))) {
      const reply = await refused(() => api.call(who, method, path(), body));
      expect({ who, status: reply.status }).toEqual({ who, status: 403 });
    }
  });
});

import { newId } from '../../records/ids';
import type { Plan } from '../../records/people';
import { recordSignUpAct } from '../../records/sign-up/acts';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { max, wholePlan } from '../support/urgent-care-plans';

/** `/v1/clients/{id}/urgent-care-plan`: domain.md §2.5. */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

let registered = 40;
/** Somebody who has just signed up for urgent care: nobody treats them yet. */
async function newcomer(changes: object = {}): Promise<{ readonly clientId: string; readonly signUpId: string }> {
  registered += 1;
  const person = {
    email: `newcomer.${registered}@mail.example`,
    mobile: `+4477009003${registered}`,
    firstName: 'Robin',
    lastName: `Newcome${registered}`,
    birthDate: '1990-05-17',
    country: 'GB',
    homeAddress: '1 Station Road, Harrowby HR1 1AA',
    ...changes,
  };
  const { body } = await api.call('platform', 'POST', '/v1/sign-ups', { person, plan: 'urgent-care' });
  return { clientId: String(body['clientId']), signUpId: String(body['id']) };
}

const pathOf = (clientId: string): string => `/v1/clients/${clientId}/urgent-care-plan`;
const save = (clientId: string, plan: unknown, by: Who = 'platform'): Promise<Reply> =>
  api.call(by, 'PUT', pathOf(clientId), plan);
const actsOf = (signUpId: string) =>
  api
    .asOwner<{ kind: string }>(`SELECT what->>'kind' AS kind FROM sign_up_acts WHERE sign_up_id = $1 ORDER BY seq`, [
      signUpId,
    ])
    .then((rows) => rows.map(({ kind }) => kind));
const [kit, noor] = wholePlan.contacts;

describe('saving', () => {
  test('a whole plan answers that it is complete, and reads back as it was given', async () => {
    const { clientId } = await newcomer();
    const saved = await save(clientId, wholePlan);
    expect(saved).toMatchObject({ status: 200, body: { version: 1, complete: true, lacks: [] } });
    const read = await api.call('platform', 'GET', pathOf(clientId));
    expect(read.body).toEqual(saved.body);
    expect(read.body).toMatchObject({ ...wholePlan, contacts: [kit, noor] });
    expect(read.body['contacts']).toMatchObject([{ confirmedAt: expect.any(String) }, {}]);
  });

  test('a plan in parts names what it still lacks each time', async () => {
    const { clientId } = await newcomer({ homeAddress: null });
    expect(await api.call('platform', 'GET', pathOf(clientId))).toMatchObject({
      status: 200,
      body: { version: 0, savedAt: null, complete: false, lacks: ['homeAddress', 'gp', 'contact-1', 'contact-2'] },
    });
    const part = { contacts: [{ ...kit, mobile: null }, null], permissions: { 'contact-1': { now: null } } };
    expect((await save(clientId, part)).body).toMatchObject({
      version: 1,
      complete: false,
      lacks: ['homeAddress', 'gp', 'contact-1.mobile', 'contact-1.permissions.emergency', 'contact-2'],
    });
    expect((await save(clientId, wholePlan)).body).toMatchObject({ version: 2, lacks: ['homeAddress'] });
  });

  test('who could be a danger puts them on the never-contact list', async () => {
    const { clientId } = await newcomer();
    const none = { now: null, emergency: null };
    const { body } = await save(clientId, {
      ...wholePlan,
      contacts: [kit, { ...noor, couldBeDanger: 'yes' }],
      permissions: { ...wholePlan.permissions, 'contact-2': none },
    });
    expect(body).toMatchObject({ complete: true, neverContact: ['contact-2'] });
  });

  test('keeps each version with who saved it, sealed', async () => {
    const { clientId } = await newcomer();
    await save(clientId, wholePlan);
    await save(clientId, { ...wholePlan, contacts: [max, noor] }, 'supervisor');
    const rows = await api.asOwner(
      'SELECT version, saved_by FROM plan_versions WHERE client_id = $1 ORDER BY version',
      [clientId],
    );
    expect(rows).toEqual([
      { version: 1, saved_by: null },
      { version: 2, saved_by: api.demo.organisation.staff.supervisor.id },
    ]);
    const clear = await api.asOwner<{ row: string }>(
      `SELECT to_jsonb(v)::text AS row FROM plan_versions v WHERE client_id = $1`,
      [clientId],
    );
    expect(JSON.stringify(clear)).not.toMatch(/Kit|447700900201|Calloway/);
  });

  test('shows the client what they agree to, for each person at each tier', async () => {
    const { clientId } = await newcomer();
    const { wording } = (await save(clientId, wholePlan)).body as { wording: Record<string, object> };
    expect(Object.keys(wording)).toEqual(['gp', 'contact-1', 'contact-2']);
    expect(wording['contact-1']).toMatchObject({
      now: { none: 'If you are concerned for me, do not tell my first contact anything.' },
      emergency: {
        attention: expect.stringMatching(/^If I cannot be asked in an emergency, you may contact my first/),
      },
    });
    expect(Object.keys((wording['contact-1'] as { now: object }).now)).not.toContain('summary');
  });
});

describe('a sign-up', () => {
  test('hears that its plan became complete, and that it is not any more', async () => {
    const { clientId, signUpId } = await newcomer();
    await save(clientId, { ...wholePlan, gp: null });
    expect(await actsOf(signUpId)).toEqual([]);
    await save(clientId, wholePlan);
    await save(clientId, wholePlan);
    expect(await actsOf(signUpId)).toEqual(['plan-completed']);
    await save(clientId, { ...wholePlan, contacts: [kit, null] });
    expect(await actsOf(signUpId)).toEqual(['plan-completed', 'plan-incomplete']);
  });

  test('that has expired hears of its plan when the link is renewed', async () => {
    const { clientId, signUpId } = await newcomer();
    await api.cases.transact((work) => recordSignUpAct(work, signUpId, { kind: 'expired' }));
    await save(clientId, wholePlan);
    expect((await api.call('platform', 'POST', `/v1/sign-ups/${signUpId}/links`)).status).toBe(202);
    expect(await actsOf(signUpId)).toEqual(['expired', 'link-renewed', 'plan-completed']);
  });

  test('is told by an assessor that a plan is needed, once', async () => {
    const { signUpId } = await newcomer();
    const standard = await api.call('platform', 'POST', '/v1/sign-ups', {
      person: { ...personOf(90), email: 'newcomer.90@mail.example' },
    });
    const id = String(standard.body['id']);
    const needs = (by: Who, of: string, needed: boolean) =>
      api.call(by, 'POST', `/v1/sign-ups/${of}/plan-needs`, { needed, note: 'Lives alone.' });
    // Nobody's client yet: no practitioner has anything to do with them.
    expect(await needs('practitioner', id, true)).toMatchObject({ status: 403 });
    expect((await needs('supervisor', id, false)).status).toBe(201);
    expect(await actsOf(id)).toEqual([]);
    expect((await needs('dutyClinician', id, true)).status).toBe(201);
    expect((await needs('supervisor', id, true)).status).toBe(201);
    expect(await actsOf(id)).toEqual(['plan-needed']);
    expect(await needs('supervisor', id, false)).toMatchObject({ status: 201 });
    expect(await needs('dutyClinician', id, false)).toMatchObject({ status: 201 });
    expect(await actsOf(id)).toEqual(['plan-needed', 'plan-not-needed']);
    expect(await needs('platform', signUpId, true)).toMatchObject({ status: 403 });
    expect(await needs('supervisor', newId(), true)).toMatchObject({ status: 404 });
  });
});

const personOf = (number: number) => ({
  email: `newcomer.${number}@mail.example`,
  mobile: `+4477009003${number}`,
  firstName: 'Robin',
  lastName: 'Newcome',
  birthDate: '1990-05-17',
});

describe('who may', () => {
  test.each<[Who, number]>([
    ['platform', 200],
    ['admin', 200],
    ['dutyClinician', 403],
    ['supervisor', 200],
    ['practitioner', 200],
    ['secondPractitioner', 403],
    ['dpo', 403],
    ['supervisorElsewhere', 404],
  ])('%s: %i', async (who, status) => {
    const { id } = await api.cases.newClient();
    expect((await save(id, wholePlan, who)).status).toBe(status);
    expect((await api.call(who, 'GET', pathOf(id))).status).toBe(status);
    const audited = await api.asOwner<{ action: string }>(
      `SELECT action FROM audit_entries WHERE client_id = $1 ORDER BY seq`,
      [id],
    );
    const onRecord = {
      200: ['urgent-care-plan.saved', 'urgent-care-plan.read'],
      403: ['access.refused', 'access.refused'],
    }[status];
    expect(audited.map(({ action }) => action)).toEqual(onRecord ?? []);
  });

  test('a duty clinician does as long as a case about the client is open', async () => {
    const client = await api.cases.newClient();
    await api.cases.raised(client);
    expect((await save(client.id, wholePlan, 'dutyClinician')).status).toBe(200);
    expect((await api.call('dutyClinician', 'GET', pathOf(client.id))).status).toBe(200);
  });

  test('nobody changes the plan of a client who has died', async () => {
    const { id } = await api.cases.newClient();
    await api.asOwner('UPDATE clients SET held = true WHERE id = $1', [id]);
    expect(await refused(id, wholePlan)).toMatchObject({ status: 409, body: { type: 'urn:heed:problem:client-held' } });
  });
});

/** Nothing is half saved. */
async function refused(clientId: string, plan: unknown): Promise<Reply> {
  const before = await api.onRecord();
  const reply = await save(clientId, plan);
  expect(await api.onRecord()).toEqual(before);
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  return reply;
}

describe('a plan is refused as a whole, the item named', () => {
  const withFirst = (changes: object): Partial<Plan> => ({ ...wholePlan, contacts: [{ ...kit, ...changes }, noor] });
  const { permissions } = wholePlan;

  test.each<[string, unknown, string]>([
    ['an unknown field', { ...wholePlan, note: 'x' }, ''],
    ['an unknown field of a contact', withFirst({ postcode: 'HR1' }), 'contacts/0'],
    ['three contacts', { ...wholePlan, contacts: [kit, noor, max] }, 'contacts'],
    ['one contact', { ...wholePlan, contacts: [kit] }, 'contacts'],
    ['a GP without any way to reach them', { ...wholePlan, gp: { name: 'Dr No', practice: 'No' } }, 'gp'],
    ['a number that is none', withFirst({ mobile: '07700 900201' }), 'contacts/0/mobile'],
    ['a number that is no mobile', withFirst({ mobile: '+441214960002' }), 'contacts/0/mobile'],
    ['a number that both have', withFirst({ mobile: noor.mobile }), 'contacts/1/mobile'],
    ['a contact who is a child', withFirst({ isAdult: false }), 'contacts/0/isAdult'],
    ['an answer that does not exist', withFirst({ couldBeDanger: 'perhaps' }), 'contacts/0/couldBeDanger'],
    ['a permission for who could be a danger', withFirst({ couldBeDanger: 'yes' }), 'permissions/contact-1/now'],
    [
      'a summary to a contact',
      { ...wholePlan, permissions: { ...permissions, 'contact-1': { now: 'summary' } } },
      'permissions/contact-1/now',
    ],
    [
      'a tier that does not exist',
      { ...wholePlan, permissions: { ...permissions, gp: { now: 'everything' } } },
      'permissions/gp/now',
    ],
    [
      'a permission for somebody who is not in plans',
      { ...wholePlan, permissions: { police: { now: 'concern' } } },
      'permissions',
    ],
    ['somebody listed twice', { ...wholePlan, neverContact: ['gp', 'gp'] }, 'neverContact'],
    ['somebody listed who is not in plans', { ...wholePlan, neverContact: ['police'] }, 'neverContact/0'],
  ])('%s', async (_what, plan, path) => {
    const { clientId } = await newcomer();
    const reply = await refused(clientId, plan);
    expect(reply.status).toBe(422);
    const { errors } = reply.body as { errors: readonly { path: string }[] };
    expect(errors.map((error) => error.path)).toContain(path);
  });

  test('the client’s own number as a contact’s', async () => {
    const { clientId } = await newcomer();
    const own = `+4477009003${registered}`;
    expect(await refused(clientId, withFirst({ mobile: own }))).toMatchObject({
      status: 422,
      body: { type: 'urn:heed:problem:plan-refused', errors: [{ path: 'contacts/0/mobile' }] },
    });
  });

  test('a client whom nobody knows is 404, like one of another organisation', async () => {
    const [theirs] = api.demo.otherOrganisation.clients;
    const unknown = await refused(newId(), wholePlan);
    expect(unknown.status).toBe(404);
    expect(await refused(theirs?.id ?? '', wholePlan)).toMatchObject({ status: 404, text: unknown.text });
  });
});

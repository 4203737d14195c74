import { newId } from '../../records/ids';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { registerByApi } from '../support/newcomers-by-api';
import { refusedBy } from '../support/refused';
import { wholePlan } from '../support/urgent-care-plans';

/** `/v1/clients/{id}`: what each sees of a client, and what is written of them. domain.md §2.7 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const dayMs = 24 * 60 * 60_000;
const read = (by: Who, id: string, what = ''): Promise<Reply> => api.call(by, 'GET', `/v1/clients/${id}${what}`);
const write = (by: Who, id: string, text: string): Promise<Reply> =>
  api.call(by, 'POST', `/v1/clients/${id}/notes`, { text });
const sumUp = (by: Who, id: string, kind: string): Promise<Reply> =>
  api.call(by, 'POST', `/v1/clients/${id}/summaries`, { kind, text: `The ${kind} in a few words.` });
const change = (by: Who, id: string, what: unknown): Promise<Reply> => api.call(by, 'PATCH', `/v1/clients/${id}`, what);
/** Of the first practitioner; named as the demo's first client. */
const someone = async (): Promise<string> => (await api.cases.newClient()).id;
const actionsAbout = async (id: string): Promise<readonly string[]> => {
  const rows = await api.asOwner<{ action: string }>(
    'SELECT action FROM audit_entries WHERE client_id = $1 ORDER BY seq',
    [id],
  );
  return rows.map(({ action }) => action);
};

/** Nothing is said of a look from another organisation, for which there is no such client. */
const onRecordAfter = (status: number): readonly string[] =>
  status === 404 ? [] : [status === 200 ? 'client.read' : 'access.refused'];

describe('a record is read', () => {
  test.each<[Who, number, readonly string[]]>([
    ['practitioner', 200, ['id', 'code', 'username', 'firstName', 'lastName', 'notes', 'events']],
    ['supervisor', 200, ['id', 'code', 'username', 'firstName', 'lastName', 'notes', 'events']],
    ['platform', 200, ['id', 'code', 'username', 'firstName', 'lastName', 'practitionerId', 'sharing', 'registration']],
    ['admin', 200, ['id', 'code', 'username', 'firstName', 'lastName', 'practitionerId', 'sharing', 'registration']],
    ['secondPractitioner', 403, []],
    ['dutyClinician', 403, []],
    ['dpo', 403, []],
    ['supervisorElsewhere', 404, []],
  ])('by %s: %i, and that they looked is on record', async (who, status, items) => {
    const id = await someone();
    const reply = await read(who, id);
    expect(reply.status).toBe(status);
    if (status === 200) expect(Object.keys(reply.body)).toEqual(items);
    expect(await actionsAbout(id)).toEqual(onRecordAfter(status));
  });

  test('by the duty clinician while a case about the client is open', async () => {
    const client = await api.cases.newClient();
    await api.cases.raised(client);
    expect((await read('dutyClinician', client.id)).status).toBe(200);
    expect((await read('secondPractitioner', client.id)).status).toBe(403);
  });

  test('by nobody who has no token, and of nobody whom we do not know', async () => {
    expect((await api.call(null, 'GET', `/v1/clients/${await someone()}`)).status).toBe(401);
    const unknown = await refusedBy(api, () => read('supervisor', newId()));
    const [theirs] = api.demo.otherOrganisation.clients;
    expect(await read('supervisor', theirs?.id ?? '')).toMatchObject({ status: 404, text: unknown.text });
    expect((await read('supervisor', 'no-id')).status).toBe(404);
  });
});

test('a cancelled booking is seen by the practitioner, and by nobody who only keeps the registration', async () => {
  const id = await someone();
  const at = '2026-11-02T09:00:00.000Z';
  await api.call('platform', 'POST', `/v1/bookings/${newId()}/cancelled`, { clientId: id, at });
  expect((await read('practitioner', id)).body['events']).toMatchObject([{ kind: 'booking-cancelled', at }]);
  expect((await read('admin', id)).text).not.toContain('booking-cancelled');
});

describe('a summary', () => {
  test('is seen by the practitioner from when the client agrees until they take it back', async () => {
    const client = await api.cases.newClient();
    const { id } = client;
    await api.cases.raised(client);
    expect((await sumUp('dutyClinician', id, 'risk')).status).toBe(201);
    expect((await sumUp('practitioner', id, 'progress')).status).toBe(201);
    const seen = async () => {
      const { body } = await read('practitioner', id);
      return [body['riskSummary'], body['progressSummary']];
    };
    expect(await seen()).toEqual([undefined, undefined]);
    expect(await change('platform', id, { sharing: { riskSummary: true } })).toMatchObject({
      status: 200,
      body: { sharing: { riskSummary: true, progressSummary: false } },
    });
    expect(await seen()).toEqual(['The risk in a few words.', undefined]);
    await change('platform', id, { sharing: { riskSummary: false, progressSummary: true } });
    expect(await seen()).toEqual([undefined, 'The progress in a few words.']);
    expect((await read('platform', id)).text).not.toMatch(/few words/);
  });

  test('agreed to at sign-up is seen, once there is a practitioner', async () => {
    const { clientId } = await registerByApi(api, { sharing: { progressSummary: true } });
    expect((await read('platform', clientId)).body['sharing']).toEqual({ riskSummary: false, progressSummary: true });
    expect(Object.keys((await read('supervisor', clientId)).body)).toContain('progressSummary');
  });

  test.each<[Who, 'risk' | 'progress', number]>([
    ['practitioner', 'risk', 403],
    ['dutyClinician', 'risk', 403],
    ['secondPractitioner', 'progress', 403],
    ['platform', 'progress', 403],
    ['admin', 'risk', 403],
    ['supervisor', 'risk', 201],
    ['supervisorElsewhere', 'risk', 404],
  ])('by %s of the %s: %i', async (who, kind, status) => {
    const id = await someone();
    expect((await sumUp(who, id, kind)).status).toBe(status);
  });
});

describe('a note', () => {
  test('is written by the client’s practitioner, read by them and, all of them, by the client', async () => {
    const id = await someone();
    const written = await write('practitioner', id, 'Slept badly; walks each day.');
    expect(written.status).toBe(201);
    expect((await read('practitioner', id)).body['notes']).toEqual([written.body]);
    expect((await read('platform', id, '/notes')).body).toEqual({ items: [written.body] });
    expect((await read('supervisor', id)).body['notes']).toEqual([]);
    const [row] = await api.asOwner<{ row: string }>(
      `SELECT to_jsonb(n)::text AS row FROM notes n WHERE client_id = $1`,
      [id],
    );
    expect(row?.row).not.toMatch(/Slept/);
    expect(await actionsAbout(id)).toEqual(['note.written', 'client.read', 'notes.read', 'client.read']);
  });

  test.each<[Who, number]>([
    ['secondPractitioner', 403],
    ['supervisor', 403],
    ['platform', 403],
    ['admin', 403],
    ['practitionerElsewhere', 404],
  ])('is not written by %s: %i', async (who, status) => {
    const id = await someone();
    expect((await refusedBy(api, () => write(who, id, 'Slept badly.'))).status).toBe(status);
  });

  test.each<Who>(['secondPractitioner', 'admin', 'dutyClinician', 'dpo'])('is not read by %s', async (who) => {
    expect((await read(who, await someone(), '/notes')).status).toBe(403);
  });

  test('that names somebody is refused with each place and the code to write instead; nothing is saved', async () => {
    const id = await someone();
    const { code } = (await read('platform', id)).body;
    const text = '  Jo told sister KIT; call 07700 900 100, jo@x.example. Mill Lane.';
    const { errors } = (await refusedBy(api, () => write('practitioner', id, text))).body as {
      errors: readonly { path: string; at: number; length: number; message: string }[];
    };
    expect(errors.map(({ at, length }) => text.slice(at, at + length))).toEqual([
      'Jo',
      'KIT',
      '07700 900 100',
      'jo@x.example',
      'Mill Lane',
    ]);
    expect(errors[0]).toMatchObject({ path: 'text', message: expect.stringContaining(`write ${String(code)}`) });
    expect(JSON.stringify(errors)).not.toMatch(/Jo|KIT/);
  });

  test('that names somebody whom the plan names since is refused too', async () => {
    const id = await someone();
    await api.call('practitioner', 'PUT', `/v1/clients/${id}/urgent-care-plan`, wholePlan);
    expect((await write('practitioner', id, 'Noor came along.')).status).toBe(422);
    expect((await write('practitioner', id, 'A friend came along.')).status).toBe(201);
  });

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['blanks', { text: ' \n ' }],
    ['no text', { text: 7 }],
    ['too much', { text: 'x'.repeat(20_001) }],
    ['more than a text', { text: 'Slept badly.', code: 'x' }],
  ])('of %s is refused', async (_what, body) => {
    const id = await someone();
    const asked = () => api.call('practitioner', 'POST', `/v1/clients/${id}/notes`, body);
    expect((await refusedBy(api, asked)).status).toBe(422);
  });

  test('waits for the consent form of whoever signed up here, and stops when it is withdrawn', async () => {
    const { clientId } = await registerByApi(api);
    const { practitioner } = api.demo.organisation.staff;
    await api.asOwner('UPDATE clients SET practitioner_id = $1 WHERE id = $2', [practitioner.id, clientId]);
    const before = await refusedBy(api, () => write('practitioner', clientId, 'Slept badly.'));
    expect(before).toMatchObject({ status: 409, body: { type: 'urn:heed:problem:consent-form-missing' } });
    await api.asOwner('UPDATE clients SET restricted = true WHERE id = $1', [clientId]);
    const after = await refusedBy(api, () => write('practitioner', clientId, 'Slept badly.'));
    expect(after).toMatchObject({ status: 409, body: { type: 'urn:heed:problem:processing-restricted' } });
  });
});

describe('a change', () => {
  test('of what a plan lacks completes it, and the sign-up hears of it', async () => {
    const { clientId, id: signUpId } = await registerByApi(api, { plan: 'urgent-care' });
    await api.call('platform', 'PUT', `/v1/clients/${clientId}/urgent-care-plan`, wholePlan);
    const acts = () =>
      api.asOwner<{ kind: string }>(`SELECT what->>'kind' AS kind FROM sign_up_acts WHERE sign_up_id = $1`, [signUpId]);
    expect(await acts()).toEqual([]);
    await change('platform', clientId, { homeAddress: '1 Station Road, Harrowby HR1 1AA', country: 'GB' });
    expect(await acts()).toEqual([{ kind: 'plan-completed' }]);
    await change('admin', clientId, { country: null });
    expect(await acts()).toEqual([{ kind: 'plan-completed' }, { kind: 'plan-incomplete' }]);
    expect((await read('platform', clientId)).body['registration']).toMatchObject({
      homeAddress: '1 Station Road, Harrowby HR1 1AA',
      country: null,
    });
  });

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['what is not there', { email: 'new@mail.example' }],
    ['a country in words', { country: 'England' }],
    ['a sharing that does not exist', { sharing: { everything: true } }],
    ['a sharing in words', { sharing: { riskSummary: 'yes' } }],
    ['an empty address', { homeAddress: ' ' }],
  ])('of %s is refused', async (_what, body) => {
    const id = await someone();
    expect((await refusedBy(api, () => change('platform', id, body))).status).toBe(422);
  });

  test.each<[Who, number]>([
    ['practitioner', 403],
    ['supervisor', 403],
    ['adminElsewhere', 404],
  ])('by %s: %i', async (who, status) => {
    const id = await someone();
    const asked = () => change(who, id, { sharing: { riskSummary: true } });
    expect((await refusedBy(api, asked)).status).toBe(status);
  });

  test('of a record that is held after a death is refused', async () => {
    const id = await someone();
    await api.asOwner('UPDATE clients SET held = true WHERE id = $1', [id]);
    expect((await refusedBy(api, () => change('platform', id, { country: 'FR' }))).status).toBe(409);
    expect((await refusedBy(api, () => write('practitioner', id, 'Slept badly.'))).status).toBe(409);
    expect((await refusedBy(api, () => sumUp('supervisor', id, 'risk'))).status).toBe(409);
  });
});

test('what is written another day stands after what was written before', async () => {
  const id = await someone();
  await write('practitioner', id, 'First.');
  api.setClock({ ms: dayMs });
  await write('practitioner', id, 'Second.');
  api.setClock({ ms: 0 });
  const { items } = (await read('platform', id, '/notes')).body as { items: readonly { text: string }[] };
  expect(items.map(({ text }) => text)).toEqual(['First.', 'Second.']);
});

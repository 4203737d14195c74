import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const path = '/v1/rota';
const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const read = async (who: Who = 'practitioner'): Promise<Readonly<Record<string, unknown>>> =>
  (await api.call(who, 'GET', path)).body;
const save = (body: object, who: Who = 'supervisor'): Promise<Reply> => api.call(who, 'PUT', path, body);
const idOf = (key: 'dutyClinician' | 'supervisor' | 'secondSupervisor'): string => api.demo.organisation.staff[key].id;

/** The one duty clinician around the clock, and these supervisors. */
const rotaWith = (supervisors: object) => ({
  timeZone: 'Europe/London',
  tiers: [
    {
      name: 'duty-clinician',
      shifts: [{ staffId: idOf('dutyClinician'), days: everyDay, from: '00:00', to: '24:00' }],
      overrides: [],
    },
    { name: 'supervisor', shifts: [], overrides: [], ...supervisors },
  ],
});
const alwaysRuth = () => ({
  shifts: [{ staffId: idOf('supervisor'), days: everyDay, from: '08:00', to: '20:00' }],
  overrides: [{ staffId: idOf('secondSupervisor'), from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' }],
});

test('an organisation that has saved none: everyone with the role is on duty, and nothing is a gap', async () => {
  const { dutyClinician, supervisor, secondSupervisor } = api.demo.otherOrganisation.staff;
  await save(rotaWith({}));
  expect(await read('supervisorElsewhere')).toEqual({
    version: 0,
    timeZone: 'Europe/London',
    tiers: [
      { name: 'duty-clinician', shifts: [], overrides: [] },
      { name: 'supervisor', shifts: [], overrides: [] },
    ],
    onDuty: [
      { tier: 'duty-clinician', staffIds: [dutyClinician.id] },
      { tier: 'supervisor', staffIds: [supervisor.id, secondSupervisor.id] },
    ],
    gaps: [],
  });
});

test('what is saved is read, with who is on duty now; the version rises by one', async () => {
  const rota = rotaWith(alwaysRuth());
  const saved = await save(rota);
  expect(saved.status).toBe(200);
  expect(saved.body).toEqual({
    ...rota,
    version: expect.any(Number),
    onDuty: [
      { tier: 'duty-clinician', staffIds: [idOf('dutyClinician')] },
      { tier: 'supervisor', staffIds: [idOf('secondSupervisor')] },
    ],
    gaps: [],
  });
  expect({ ...(await read()), gaps: [] }).toEqual(saved.body);
  expect((await save(rota, 'admin')).body['version']).toBe(Number(saved.body['version']) + 1);
});

test('a tier with nobody is a gap of seven days from now, and the audit names who saved it', async () => {
  const { body } = await save(rotaWith({}));
  const [gap, ...others] = body['gaps'] as readonly { tier: string; from: string; to: string }[];
  expect(gap?.tier).toBe('supervisor');
  expect(new Date(gap?.to ?? '').getTime() - new Date(gap?.from ?? '').getTime()).toBe(7 * 24 * 60 * 60_000);
  expect(others).toEqual([]);
  const [audited] = await api.asOwner(
    `SELECT actor_id FROM audit_entries WHERE action = 'rota.saved' ORDER BY seq DESC LIMIT 1`,
  );
  expect(audited).toEqual({ actor_id: idOf('supervisor') });
});

test('two who save at once make two versions', async () => {
  const version = Number((await read())['version']);
  const saved = await Promise.all([save(rotaWith({})), save(rotaWith({})), save(rotaWith({}))]);
  expect(new Set(saved.map(({ body }) => Number(body['version']) - version))).toEqual(new Set([1, 2, 3]));
});

test.each<[Who, number, number]>([
  ['practitioner', 200, 403],
  ['dutyClinician', 200, 403],
  ['dpo', 200, 403],
  ['admin', 200, 200],
  ['supervisor', 200, 200],
  ['platform', 403, 403],
])('%s: reading is answered with %i, saving with %i', async (who, reading, saving) => {
  expect((await api.call(who, 'GET', path)).status).toBe(reading);
  expect((await save(rotaWith({}), who)).status).toBe(saving);
});

describe('what cannot be followed is 422, says where, and saves no version', () => {
  const shift = (changes: object = {}) => ({
    staffId: idOf('supervisor'),
    days: ['mon'],
    from: '08:00',
    to: '20:00',
    ...changes,
  });
  const override = (from: string, to: string, staffId = idOf('supervisor')) => ({ staffId, from, to });
  const elsewhere = () => api.demo.otherOrganisation.staff.supervisor.id;

  const wrong: readonly (readonly [string, () => object, string])[] = [
    ['shifts that overlap', () => rotaWith({ shifts: [shift(), shift({ from: '12:00' })] }), 'tiers/1/shifts/1'],
    ['a shift from and to the same time', () => rotaWith({ shifts: [shift({ to: '08:00' })] }), 'tiers/1/shifts/0'],
    ['a shift on no day', () => rotaWith({ shifts: [shift({ days: [] })] }), 'tiers/1/shifts/0/days'],
    ['a day named twice', () => rotaWith({ shifts: [shift({ days: ['mon', 'mon'] })] }), 'tiers/1/shifts/0/days'],
    ['a day that does not exist', () => rotaWith({ shifts: [shift({ days: ['x'] })] }), 'tiers/1/shifts/0/days/0'],
    ['a shift from 25 o’clock', () => rotaWith({ shifts: [shift({ from: '25:00' })] }), 'tiers/1/shifts/0/from'],
    ['a shift from 24 o’clock', () => rotaWith({ shifts: [shift({ from: '24:00' })] }), 'tiers/1/shifts/0/from'],
    [
      'somebody without the role',
      () => rotaWith({ shifts: [shift({ staffId: idOf('dutyClinician') })] }),
      'tiers/1/shifts/0/staffId',
    ],
    [
      'somebody of another organisation',
      () => rotaWith({ shifts: [shift({ staffId: elsewhere() })] }),
      'tiers/1/shifts/0/staffId',
    ],
    [
      'standing in that ends before it begins',
      () => rotaWith({ overrides: [override('2026-11-20T10:00:00Z', '2026-11-20T09:00:00Z')] }),
      'tiers/1/overrides/0',
    ],
    [
      'standing in at a time of nowhere',
      () => rotaWith({ overrides: [override('2026-11-20T10:00:00', '2026-11-20T11:00:00Z')] }),
      'tiers/1/overrides/0/from',
    ],
    ['a time zone that does not exist', () => ({ ...rotaWith({}), timeZone: 'Europe/Atlantis' }), 'timeZone'],
    ['a tier left out', () => ({ ...rotaWith({}), tiers: rotaWith({}).tiers.slice(1) }), 'tiers'],
    ['a tier that nobody knows', () => rotaWith({ name: 'practitioner' }), 'tiers/1/name'],
  ];
  test.each(wrong)('%s', async (_what, body, at) => {
    const before = await api.onRecord();
    const reply = await save(body());
    expect(reply).toMatchObject({ status: 422, body: { type: 'urn:heed:problem:invalid-input' } });
    const errors = reply.body['errors'] as readonly { path: string }[];
    expect(errors.map(({ path: where }) => where)).toContain(at);
    expect(await api.onRecord()).toEqual(before);
  });
});

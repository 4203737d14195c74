import { allocatingSignUp } from '../support/allocation-on-record';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { wrongCaseloads } from '../support/caseloads';
import { refusedBy } from '../support/refused';
import { newcomer } from '../support/sign-up-on-record';

/** contract.md §5: from the first session on. */

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
const courseOf = (index: number): string => api.demo.organisation.courses[index]!.id;
/** Of the first practitioner's; each test has its own. */
const clientOf = (index: number): string =>
  api.demo.organisation.clients.filter(({ practitionerId }) => practitionerId === staff().practitioner.id)[index]!.id;
const enrolling = (index: number, also: object = {}): object => ({
  clientId: clientOf(index),
  courseId: courseOf(0),
  practitionerId: staff().practitioner.id,
  startedAt: '2025-11-03T09:00:00Z',
  ...also,
});
const enrol = (body: object, who: Who = 'platform'): Promise<Reply> => api.call(who, 'POST', '/v1/enrolments', body);
const end = (id: unknown, also: object = {}, who: Who = 'platform'): Promise<Reply> =>
  api.call(who, 'POST', `/v1/enrolments/${String(id)}/end`, {
    endedAt: '2025-12-15T10:00:00Z',
    reason: 'All six weeks.',
    ...also,
  });
const caseloadOf = async (key: 'practitioner' | 'secondPractitioner'): Promise<number> =>
  Number((await api.call('admin', 'GET', `/v1/practitioners/${staff()[key].id}`)).body['caseload']);

const refused = (asking: () => Promise<Reply>): Promise<Reply> => refusedBy(api, asking);

test('a client is enrolled with their practitioner, and takes no second place; the end frees it', async () => {
  const before = await caseloadOf('practitioner');
  const { status, body } = await enrol(enrolling(0));
  expect({ status, body }).toMatchObject({
    status: 201,
    body: { startedAt: '2025-11-03T09:00:00.000Z', endedAt: null },
  });
  expect((await api.call('supervisor', 'GET', `/v1/enrolments/${String(body['id'])}`)).body).toEqual(body);
  expect(await caseloadOf('practitioner')).toBe(before);

  expect(await end(body['id'])).toMatchObject({ status: 202, body: { endedAt: '2025-12-15T10:00:00.000Z' } });
  expect(await caseloadOf('practitioner')).toBe(before - 1);
  expect(await refused(() => end(body['id']))).toMatchObject({
    status: 409,
    body: { type: 'urn:heed:problem:enrolment-ended' },
  });

  // Nobody's client by now: whoever enrols them takes a place.
  const other = { practitionerId: staff().secondPractitioner.id };
  const second = await caseloadOf('secondPractitioner');
  expect((await enrol(enrolling(0, other))).status).toBe(201);
  expect(await caseloadOf('secondPractitioner')).toBe(second + 1);
});

test('the place is kept until the last of a client’s enrolments ends', async () => {
  const before = await caseloadOf('practitioner');
  const first = await enrol(enrolling(1));
  const second = await enrol(enrolling(1, { courseId: courseOf(1) }));
  expect([first.status, second.status]).toEqual([201, 201]);
  await end(first.body['id']);
  expect(await caseloadOf('practitioner')).toBe(before);
  await end(second.body['id']);
  expect(await caseloadOf('practitioner')).toBe(before - 1);
});

test('what was agreed on in the sign-up is what begins', async () => {
  const signUp = await api.records.withOrganisation(api.demo.organisation.id, new Date(), (work) =>
    allocatingSignUp(work, api.cases.caller('supervisor'), { ...newcomer(1), courseId: courseOf(1) }),
  );
  const { clientId, signUpId } = signUp;
  const early = { clientId, courseId: courseOf(1) };
  expect(await refused(() => enrol(enrolling(0, early)))).toMatchObject({
    status: 409,
    body: { type: 'urn:heed:problem:sign-up-under-way' },
  });
  const asked = await api.call('supervisor', 'POST', `/v1/sign-ups/${signUpId}/allocation-decisions`, {
    kind: 'confirm',
  });
  const practitionerId = String(asked.body['proposed']);
  const key = practitionerId === staff().practitioner.id ? 'practitioner' : 'secondPractitioner';
  expect(
    (await api.call(key, 'POST', `/v1/sign-ups/${signUpId}/allocation-answers`, { answer: 'accept' })).status,
  ).toBe(201);

  const caseload = await caseloadOf(key);
  expect((await enrol(enrolling(0, { ...early, practitionerId }))).status).toBe(201);
  expect(await caseloadOf(key)).toBe(caseload);
  expect(await api.asOwner('SELECT FROM enrolments WHERE client_id = $1', [clientId])).toHaveLength(1);
  expect((await refused(() => enrol(enrolling(0, { ...early, practitionerId })))).body).toMatchObject({
    type: 'urn:heed:problem:already-enrolled',
  });
});

describe('what is refused', () => {
  test('a client of somebody else', async () => {
    const other = enrolling(2, { practitionerId: staff().secondPractitioner.id });
    expect(await refused(() => enrol(other))).toMatchObject({
      status: 409,
      body: { type: 'urn:heed:problem:another-practitioner' },
    });
  });

  test('the same course twice', async () => {
    await enrol(enrolling(3));
    expect(await refused(() => enrol(enrolling(3)))).toMatchObject({
      status: 409,
      body: { type: 'urn:heed:problem:already-enrolled' },
    });
  });

  test('an end before the start, naming it', async () => {
    const { body } = await enrol(enrolling(4));
    expect(await refused(() => end(body['id'], { endedAt: '2025-11-03T08:59:59Z' }))).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'endedAt' }] },
    });
    expect((await end(body['id'], { endedAt: '2025-11-03T09:00:00Z' })).status).toBe(202);
  });

  test('an end that lies ahead: until it comes, the client keeps their practitioner', async () => {
    const { body } = await enrol(enrolling(7));
    const inMinutes = (minutes: number) => ({ endedAt: new Date(Date.now() + minutes * 60_000).toISOString() });
    const before = await caseloadOf('practitioner');
    expect(await refused(() => end(body['id'], inMinutes(10)))).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('when its end has come'), errors: [{ path: 'endedAt' }] },
    });
    expect(await caseloadOf('practitioner')).toBe(before);
    // Two clocks are never quite the same.
    expect((await end(body['id'], inMinutes(1))).status).toBe(202);
  });

  test.each<[string, object, number]>([
    ['no course that there is', { courseId: '01980000-0000-7001-8002-0000000000ff' }, 404],
    ['a client who is not there', { clientId: '01980000-0000-7001-8003-0000000000ff' }, 404],
    ['a client of another organisation', { clientId: '01980000-0000-7002-8003-000000000001' }, 404],
    ['a start that is no instant', { startedAt: '2025-11-03' }, 422],
    ['no practitioner', { practitionerId: null }, 422],
    ['a field that nobody knows', { price: 40 }, 422],
  ])('%s', async (_what, also, status) => {
    expect((await refused(() => enrol(enrolling(5, also)))).status).toBe(status);
  });

  test('an end without a reason, and of nothing', async () => {
    const { body } = await enrol(enrolling(5));
    expect((await refused(() => end(body['id'], { reason: '' }))).status).toBe(422);
    expect((await refused(() => end('01980000-0000-7001-8002-0000000000ff'))).status).toBe(404);
    expect((await refused(() => end(body['id'], {}, 'supervisorElsewhere'))).status).toBe(404);
  });

  test.each<Who>(['practitioner', 'dutyClinician', 'dpo'])('whatever %s asks', async (who) => {
    expect((await refused(() => enrol(enrolling(6), who))).status).toBe(403);
    expect((await refused(() => end('01980000-0000-7001-8002-0000000000ff', {}, who))).status).toBe(403);
  });
});

describe('a cancelled booking', () => {
  const cancelled = (body: object, { who = 'platform', id = 'booking-17' }: { who?: Who; id?: string } = {}) =>
    api.call(who, 'POST', `/v1/bookings/${id}/cancelled`, body);
  const theCancellation = () => ({ clientId: clientOf(6), at: '2026-11-20T10:00:00Z' });
  const told = () =>
    api.asOwner<{ payload: unknown }>(
      `SELECT payload FROM outbox_entries WHERE workflow_id LIKE 'staff-notice/booking-cancelled/%'`,
    );

  test('is told once, however often it is said, without a name', async () => {
    expect((await cancelled(theCancellation())).status).toBe(202);
    expect((await cancelled(theCancellation())).status).toBe(202);
    const notices = await told();
    expect(notices).toHaveLength(1);
    expect(JSON.stringify(notices)).not.toContain(clientOf(6));
  });

  test.each<[string, object, number]>([
    ['of nobody', { at: '2026-11-20T10:00:00Z' }, 422],
    ['at no time', { clientId: '01980000-0000-7001-8003-000000000001' }, 422],
    [
      'of a client who is not there',
      { clientId: '01980000-0000-7002-8003-000000000001', at: '2026-11-20T10:00:00Z' },
      404,
    ],
  ])('%s is refused', async (_what, body, status) => {
    expect((await refused(() => cancelled(body, { id: 'another' }))).status).toBe(status);
  });

  test('with a name that is none is refused, as is one that staff tell of', async () => {
    expect((await refused(() => cancelled(theCancellation(), { id: 'a%20b' }))).status).toBe(422);
    expect((await refused(() => cancelled(theCancellation(), { who: 'admin', id: 'c' }))).status).toBe(403);
  });
});

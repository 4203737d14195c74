import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { registerByApi } from '../support/newcomers-by-api';
import { refusedBy } from '../support/refused';

/** Somebody who only leaves an address: kept until they sign up, opt out, or twelve months pass. domain.md §2.1 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());
afterEach(() => api.setClock({ ms: 0 }));

const register = (email: unknown, who: Who = 'platform') => api.call(who, 'POST', '/v1/interests', { email });
const refused = (asking: () => Promise<Reply>) => refusedBy(api, asking);

interface Row {
  readonly id: string;
  readonly client_id: string | null;
  readonly last_contact_at: Date;
  readonly ended_because: string | null;
  readonly sealed: Buffer | null;
}
const rows = () => api.asOwner<Row>('SELECT * FROM interests ORDER BY registered_at, id');
const newest = async () => (await rows()).at(-1);

test('an address is kept sealed under a key of its own, and found by its blind index', async () => {
  expect(await register('kim@mail.example')).toMatchObject({ status: 202, body: { status: 'received' } });
  const row = await newest();
  const { id = '', sealed, client_id: clientId } = row ?? {};
  expect(clientId).toBeNull();
  expect(sealed?.includes('kim')).toBe(false);
  expect(await api.cases.transact((work) => work.open(id, sealed ?? Buffer.of()))).toEqual({
    email: 'kim@mail.example',
  });
  expect(await api.inKeys('SELECT FROM data_keys WHERE subject_id = $1', [id])).toHaveLength(1);
});

test('twice it is one interest, whatever the letters, and the twelve months begin anew', async () => {
  await register('lee@mail.example');
  const before = await rows();
  api.setClock({ ms: 60_000 });
  await register('LEE@mail.example');
  const after = await rows();
  expect(after).toHaveLength(before.length);
  expect(after.at(-1)?.last_contact_at.getTime()).toBeGreaterThan(before.at(-1)?.last_contact_at.getTime() ?? Infinity);
});

test('many at once are one interest', async () => {
  const before = await rows();
  const replies = await Promise.all(Array.from({ length: 6 }, () => register('max@mail.example')));
  expect(new Set(replies.map(({ status, text }) => `${status} ${text}`))).toEqual(
    new Set(['202 {"status":"received"}']),
  );
  expect(await rows()).toHaveLength(before.length + 1);
});

test('the answer says nothing of who is known', async () => {
  const { person } = await registerByApi(api);
  const before = await rows();
  const stranger = await register('nobody.known@mail.example');
  const client = await register(person.email);
  const again = await register('nobody.known@mail.example');
  for (const one of [client, again]) expect([one.status, one.text]).toEqual([stranger.status, stranger.text]);
  // Who is a client has said more than an address already.
  expect(await rows()).toHaveLength(before.length + 1);
});

test('it ends when they sign up', async () => {
  const email = 'will.sign.up@mail.example';
  await register(email);
  const person = { email, mobile: '+447700900390', firstName: 'Uma', lastName: 'Late', birthDate: '1990-05-17' };
  expect((await api.call('platform', 'POST', '/v1/sign-ups', { person })).status).toBe(202);
  expect(await newest()).toMatchObject({ ended_because: 'signed-up' });
});

describe('who leaves a sign-up', () => {
  const leave = (id: string, who: Who = 'platform') => api.call(who, 'POST', `/v1/sign-ups/${id}/leave`);

  test('is kept like an interest from then on; once, however often they leave', async () => {
    const { id, clientId } = await registerByApi(api);
    expect(await leave(id)).toMatchObject({ status: 202, body: { id, status: 'left' } });
    expect(await newest()).toMatchObject({ client_id: clientId, ended_because: null, sealed: null });
    const before = await api.onRecord();
    expect(await leave(id, 'admin')).toMatchObject({ status: 202, body: { status: 'left' } });
    expect(await api.onRecord()).toEqual(before);
  });

  test('and says later that they are interested, has their twelve months begin anew', async () => {
    const { id, person } = await registerByApi(api);
    await leave(id);
    const before = await newest();
    api.setClock({ ms: 60_000 });
    await register(person.email);
    const after = await newest();
    expect(after?.id).toBe(before?.id);
    expect(after?.last_contact_at.getTime()).toBeGreaterThan(before?.last_contact_at.getTime() ?? Infinity);
  });

  test.each<Who>(['practitioner', 'secondPractitioner', 'dutyClinician', 'dpo'])(
    'is not sent away by %s',
    async (who) => {
      const { id } = await registerByApi(api);
      expect((await refused(() => leave(id, who))).status).toBe(403);
    },
  );

  test('of another organisation is 404', async () => {
    const { id } = await registerByApi(api);
    for (const which of [id, 'no-id']) {
      expect((await refused(() => leave(which, 'supervisorElsewhere'))).status).toBe(404);
    }
  });
});

describe('what is refused', () => {
  test.each([['no.address'], [''], [null], [7], [`${'x'.repeat(250)}@mail.example`]])(
    'the address %j',
    async (email) => {
      expect(await refused(() => register(email))).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'email' }] },
      });
    },
  );

  test('a field beside the address', async () => {
    const body = { email: 'kim@mail.example', firstName: 'Kim' };
    expect((await refused(() => api.call('platform', 'POST', '/v1/interests', body))).status).toBe(422);
  });

  test.each(['practitioner', 'dpo'] as const)('from a %s', async (who) => {
    expect((await refused(() => register('kim2@mail.example', who))).status).toBe(403);
  });
});

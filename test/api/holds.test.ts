import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const client = (number: number): string => api.demo.organisation.clients[number]!.id;
const hold = { categories: ['cases', 'notes'], reason: 'A claim was announced.', reviewOn: '2027-06-01' };
const place = (clientId: string, body: object = hold, who: Who = 'dpo'): Promise<Reply> =>
  api.call(who, 'POST', `/v1/clients/${clientId}/holds`, body);
const lift = (clientId: string, holdId = '', who: Who = 'dpo'): Promise<Reply> =>
  api.call(who, 'DELETE', `/v1/clients/${clientId}/holds${holdId && `/${holdId}`}`);

test('a hold names what it keeps, why, who placed it, and when somebody looks at it again', async () => {
  const placed = await place(client(0));
  expect(placed.status).toBe(201);
  expect(placed.body).toMatchObject({ ...hold, placedBy: api.demo.organisation.staff.dpo.id });
  const [audited] = await api.asOwner(
    `SELECT actor_id, client_id FROM audit_entries WHERE action = 'hold.placed' ORDER BY seq DESC LIMIT 1`,
  );
  expect(audited).toEqual({ actor_id: api.demo.organisation.staff.dpo.id, client_id: client(0) });
});

test('one is lifted by its id, the others with one word; none is lifted twice', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 3; count += 1) ids.push(String((await place(client(1))).body['id']));
  expect((await lift(client(1), ids[1])).body).toEqual({ lifted: [ids[1]] });
  expect((await lift(client(1), ids[1])).status).toBe(404);
  expect((await lift(client(1))).body).toEqual({ lifted: [ids[0], ids[2]] });
  expect((await lift(client(1))).body).toEqual({ lifted: [] });
});

test('one client’s hold is not lifted through another’s', async () => {
  const { body } = await place(client(2));
  expect((await lift(client(3), String(body['id']))).status).toBe(404);
  expect((await lift(client(2), String(body['id']))).status).toBe(200);
});

test.each<[Who, number]>([
  ['practitioner', 403],
  ['dutyClinician', 403],
  ['supervisor', 403],
  ['platform', 403],
  ['supervisorElsewhere', 403],
  ['admin', 201],
  ['dpo', 201],
])('%s: placing a hold is answered with %i', async (who, status) => {
  expect((await place(client(4), hold, who)).status).toBe(status);
});

test('another organisation’s client has no hold to place or lift', async () => {
  const theirs = api.demo.otherOrganisation.clients[0]!.id;
  expect((await place(theirs)).status).toBe(404);
  expect((await lift(theirs)).status).toBe(404);
});

test.each([
  ['no category', { ...hold, categories: [] }, 'categories'],
  ['one that nobody knows', { ...hold, categories: ['diary'] }, 'categories/0'],
  ['one named twice', { ...hold, categories: ['notes', 'notes'] }, 'categories'],
  ['no reason', { ...hold, reason: ' ' }, 'reason'],
  ['a review on no date', { ...hold, reviewOn: '2027-02-30' }, 'reviewOn'],
])('%s is 422', async (_what, body, at) => {
  const reply = await place(client(0), body);
  expect(reply.status).toBe(422);
  expect((reply.body['errors'] as readonly { path: string }[]).map(({ path }) => path)).toContain(at);
});

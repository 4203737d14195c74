import { type ApiUnderTest, createApiUnderTest } from '../support/api';
import { until } from '../support/until';

/** `Idempotency-Key`: optional, scoped to the credential, kept 24 h. contract.md §7 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const cases = '/v1/urgent-care/cases';
const concern = (client: number, words = 'A concern.') => ({
  clientId: api.cases.client(client).id,
  concern: words,
  immediacy: 'significant',
});
const raise = (key: string, body: object, who: 'platform' | 'practitioner' | 'supervisor' = 'platform') =>
  api.call(who, 'POST', cases, body, { 'idempotency-key': key });
const refusal = (problem: string) => ({ body: { type: `urn:heed:problem:${problem}` } });

test('the same body again gets the very same answer, and nothing more is saved', async () => {
  const first = await raise('same', concern(0));
  expect(first).toMatchObject({ status: 202, body: { joined: false } });
  const saved = await api.onRecord();
  const again = await raise('same', concern(0));
  expect(again).toMatchObject({ status: 202, text: first.text });
  expect(again.headers.get('location')).toBe(`${cases}/${String(first.body['id'])}`);
  expect(await api.onRecord()).toEqual(saved);
});

test('another body under the same key is 422, and nothing is saved', async () => {
  await raise('other-body', concern(1));
  const saved = await api.onRecord();
  const again = await raise('other-body', concern(1, 'Another concern.'));
  expect(again).toMatchObject({ status: 422, ...refusal('idempotency-key-reused') });
  expect(await api.onRecord()).toEqual(saved);
});

test('the same key at another address is refused like another body', async () => {
  const raised = await raise('other-address', concern(2), 'supervisor');
  const call = { at: '2026-11-01T10:00:00Z', by: 'Ruth Ellery', note: '' };
  const path = `${cases}/${String(raised.body['id'])}/emergency-calls`;
  const again = await api.call('supervisor', 'POST', path, call, { 'idempotency-key': 'other-address' });
  expect(again).toMatchObject({ status: 422, ...refusal('idempotency-key-reused') });
});

test('another credential’s key is another key', async () => {
  const first = await raise('scoped', concern(3));
  const second = await raise('scoped', concern(3, 'Seen by the practitioner.'), 'practitioner');
  expect(second).toMatchObject({ status: 202, body: { id: first.body['id'], joined: true } });
});

test('a refused request keeps no answer: mended, it may come again under its key', async () => {
  const wrong = { ...concern(4), immediacy: 'soon' };
  expect((await raise('mended', wrong)).status).toBe(422);
  expect((await raise('mended', concern(4))).status).toBe(202);
});

test('while the first is under way, the same request is 409 and told when to come back', async () => {
  // The client's row is held, so that the first request waits inside its transaction.
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let locked = (): void => undefined;
  const isLocked = new Promise<void>((resolve) => {
    locked = resolve;
  });
  const holding = api.cases.transact(async ({ db }) => {
    await db.$executeRaw`SELECT FROM clients WHERE id = ${api.cases.client(5).id}::uuid FOR UPDATE`;
    locked();
    await held;
  });
  await isLocked;
  const first = raise('in-flight', concern(5));
  await underWay();
  const second = await raise('in-flight', concern(5));
  expect(second).toMatchObject({ status: 409, ...refusal('request-in-flight') });
  expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
  release();
  await holding;
  expect((await first).status).toBe(202);
  expect(await raise('in-flight', concern(5))).toMatchObject({ status: 202, text: (await first).text });
});

test.each([
  ['empty', ''],
  ['too long', 'k'.repeat(256)],
])('a key that is %s is 422', async (_what, key) => {
  expect((await raise(key, concern(6))).status).toBe(422);
});

test('a hundred who raise the same concern under one key at once start one workflow', async () => {
  const replies = await Promise.all(Array.from({ length: 100 }, () => raise('hundred', concern(7))));
  const taken = replies.filter(({ status }) => status === 202);
  const toldToWait = replies.filter(({ status, headers }) => status === 409 && headers.has('retry-after'));
  expect(taken.length).toBeGreaterThan(0);
  expect(taken.length + toldToWait.length).toBe(100);
  expect(new Set(taken.map(({ text }) => text)).size).toBe(1);
  expect(await startedFor(api.cases.client(7).id)).toEqual({ cases: 1, starts: 1, signals: 0 });
});

test('a hundred who raise the same concern without a key at once start one workflow, which hears of the others', async () => {
  const replies = await Promise.all(Array.from({ length: 100 }, () => api.call('platform', 'POST', cases, concern(8))));
  expect(replies.map(({ status }) => status)).toEqual(Array(100).fill(202));
  expect(new Set(replies.map(({ body }) => body['id'])).size).toBe(1);
  expect(replies.filter(({ body }) => body['joined'] === false)).toHaveLength(1);
  expect(await startedFor(api.cases.client(8).id)).toEqual({ cases: 1, starts: 1, signals: 99 });
});

/** Cases about the client, and what Temporal is to be told of them. */
async function startedFor(clientId: string): Promise<object | undefined> {
  const [found] = await api.asOwner<object>(
    `SELECT count(DISTINCT c.id)::int AS cases,
            count(*) FILTER (WHERE o.kind = 'start')::int AS starts,
            count(*) FILTER (WHERE o.kind = 'signal')::int AS signals
     FROM cases c JOIN outbox_entries o ON o.workflow_id = 'urgent-care/' || c.id WHERE c.client_id = $1`,
    [clientId],
  );
  return found;
}

/** Until a request has taken its key and does its work. */
async function underWay(): Promise<void> {
  await until('a request holds its key', async () => {
    const held = await api.asOwner(
      `SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
       WHERE datname = current_database() AND locktype = 'advisory' AND granted`,
    );
    return held.length > 0;
  });
}

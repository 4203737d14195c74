import { Client, Connection } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { NativeConnection } from '@temporalio/worker';
import pg from 'pg';
import { systemClock } from '../../runtime/clock';
import { createDoor, type Door } from '../support/door';
import { type HeedUnderTest, startHeed, testDataConverter } from '../support/heed';
import { unknownPerson } from '../support/newcomers-by-api';
import { quiet } from '../support/quiet';
import { timeSkipping } from '../support/time-skipping';
import { until } from '../support/until';

/** Intake is durable: once 202 is answered, the case survives the loss of Temporal itself. domain.md §3 */

let env: TestWorkflowEnvironment;
/** Between the API and Temporal; the worker has its own way. */
let door: Door;
let connection: Connection;
let heed: HeedUnderTest;

beforeAll(async () => {
  quiet();
  env = await timeSkipping();
  door = await createDoor(env.address);
  connection = Connection.lazy({ address: door.address });
  const client = new Client({ connection, dataConverter: testDataConverter });
  heed = await startHeed({ client, nativeConnection: env.nativeConnection as NativeConnection }, systemClock);
}, 60_000);
afterAll(async () => {
  await heed?.stop();
  await connection?.close();
  await door?.shut();
  await env?.teardown();
});

let clientsTaken = 0;
const nextClient = () => {
  const client = heed.demo.organisation.clients[clientsTaken];
  clientsTaken += 1;
  if (!client) throw new Error('The demo has no client left.');
  return client;
};

let registered = 0;
const somebodyNew = (): object => {
  registered += 1;
  return { ...unknownPerson(registered), country: 'GB' };
};

interface Timed {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly tookMs: number;
}

async function ask(path: string, body?: object, headers: Record<string, string> = {}): Promise<Timed> {
  const { id, organisation } = { id: 'platform-client', organisation: heed.demo.organisation.id };
  const authorization = `Bearer ${await heed.tokenOf(id, organisation, ['platform'])}`;
  const began = performance.now();
  const response = await fetch(heed.url + path, {
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    headers: { authorization, 'content-type': 'application/json', ...headers },
  });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body: answer, tookMs: performance.now() - began };
}

const raise = (clientId: string, headers?: Record<string, string>): Promise<Timed> =>
  ask('/v1/urgent-care/cases', { clientId, concern: 'Does not answer.', immediacy: 'significant' }, headers);
const statusOf = async (id: unknown) => (await ask(`/v1/urgent-care/cases/${String(id)}`)).body['status'];
const ready = () => until('Heed is ready', async () => (await ask('/readyz')).body['status'] === 'ready', 15_000);

const away: readonly (readonly [string, () => Promise<void>])[] = [
  ['cannot be reached', () => door.shut()],
  ['takes calls and answers none', () => door.hang()],
];

/** Heed asks Temporal for a second at most; a client left to itself would wait for ten and more. A busy machine may take its time. */
const withoutWaitingMs = 6_000;

describe.each(away)('while Temporal %s', (_how, go) => {
  beforeEach(() => go());

  test('Heed lives, and says that it is degraded without waiting for it', async () => {
    expect(await ask('/livez')).toMatchObject({ status: 200, body: { status: 'live' } });
    const answer = await ask('/readyz');
    expect(answer).toMatchObject({ status: 200, body: { status: 'degraded', records: 'here', temporal: 'away' } });
    expect(answer.tookMs).toBeLessThan(withoutWaitingMs);
  });

  test('a concern is taken without waiting for it, and carried out once Temporal is there', async () => {
    const client = nextClient();
    const taken = await raise(client.id);
    expect(taken).toMatchObject({ status: 202, body: { status: 'queued', joined: false } });
    expect(taken.tookMs).toBeLessThan(withoutWaitingMs);
    expect(await statusOf(taken.body['id'])).toBe('queued');
    expect(heed.sandbox.messages({ to: client.mobile ?? '' })).toEqual([]);

    await door.open();
    await until('the client was asked', async () => (await statusOf(taken.body['id'])) === 'awaiting-client', 20_000);
    expect(heed.sandbox.messages({ to: client.mobile ?? '', channel: 'sms' })).toHaveLength(1);
  });

  test('a safety answer is taken without waiting for it, and pages once Temporal is there', async () => {
    const { body: registered } = await ask('/v1/sign-ups', { person: somebodyNew() });
    const path = `/v1/sign-ups/${String(registered['id'])}`;
    const answers = [0, 0, 0, 0, 0, 0, 0, 0, 1];
    const refused = await ask(`${path}/assessment`, { instrument: 'PHQ-9', version: '1', answers });
    expect(refused.status).toBe(409);
    expect(refused.tookMs).toBeLessThan(withoutWaitingMs);
    const { code, status } = (await ask(path)).body;
    expect(status).toBe('safety-conversation');

    await door.open();
    const { mobile } = heed.demo.organisation.staff.dutyClinician;
    const pages = () =>
      heed.sandbox.messages({ to: mobile, channel: 'sms' }).filter(({ text }) => text.includes(String(code)));
    await until('the duty clinician was paged', () => pages().length > 0, 20_000);
    expect(pages()).toHaveLength(1);
  });
});

describe('while Temporal is there', () => {
  beforeEach(async () => {
    await door.open();
    await ready();
  });

  test('Heed says that it is ready', async () => {
    expect(await ask('/readyz')).toMatchObject({ status: 200, body: { status: 'ready', temporal: 'here' } });
  });

  test('twenty identical requests at once start one case and one workflow, and the client is asked once', async () => {
    const client = nextClient();
    const key = { 'idempotency-key': 'twenty-at-once' };
    const replies = await Promise.all(Array.from({ length: 20 }, () => raise(client.id, key)));
    const ids = new Set(replies.filter(({ status }) => status === 202).map(({ body }) => String(body['id'])));
    expect(ids.size).toBe(1);
    expect(replies.every(({ status }) => status === 202 || status === 409)).toBe(true);

    const [id = ''] = ids;
    await until('the client was asked', async () => (await statusOf(id)) === 'awaiting-client');
    expect(await cases(client.id)).toEqual([{ id, runs: 1 }]);
    expect(heed.sandbox.messages({ to: client.mobile ?? '', channel: 'sms' })).toHaveLength(1);
  });
});

/** The client's cases, each with how many runs of its workflow are known. */
async function cases(clientId: string): Promise<readonly object[]> {
  const owner = new pg.Client({ connectionString: heed.database.ownerUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ id: string; runs: number }>(
      `SELECT id, (SELECT count(*)::int FROM workflow_runs WHERE workflow_id = 'urgent-care/' || c.id) AS runs
       FROM cases c WHERE client_id = $1`,
      [clientId],
    );
    return rows;
  } finally {
    await owner.end();
  }
}

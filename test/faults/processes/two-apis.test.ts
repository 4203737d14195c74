import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../local/ports';
import { verifyAuditChains } from '../../../records/audit/chain';
import { createRecords } from '../../../records/records';
import { compiled } from '../../support/compiled';
import { openLoop } from '../../support/open-loop';
import { type SecondApi, startSecondApi } from '../../support/second-api';
import { type Answer, answered, concern, type StackPeople } from '../../support/stack-people';
import type { StackRecord } from '../../support/stack-record';
import { startStackUnderTest } from '../../support/stack-under-test';
import type { StartedStack } from '../../support/started-stack';
import { until } from '../../support/until';

/**
 * Two processes of the API and a worker for each queue, at once, as a deployment runs them. One API and two workers are
 * told to end while people come: nothing is lost, and nothing happens twice.
 */

let stack: StartedStack;
let people: StackPeople;
let record: StackRecord;
let second: SecondApi;

beforeAll(async () => {
  ({ stack, people, record } = await startStackUnderTest());
  second = await startSecondApi(stack, 2);
}, 180_000);
afterAll(async () => {
  await second?.end();
  await stack?.stop();
}, 120_000);

/** What one who asks met with on the way: each API that let nobody in, and what the other one answered. */
interface Met {
  readonly answer: Answer;
  readonly refusedBy: readonly string[];
}

/** Asks one API, and where nobody takes the connection the other one, with the same key: as a balancer does. */
async function asks(index: number, token: string | undefined, path: string, body: object): Promise<Met> {
  const urls = index % 2 === 0 ? [stack.now().url, second.url] : [second.url, stack.now().url];
  const refusedBy: string[] = [];
  for (const url of [...urls, ...urls]) {
    try {
      const answer = await answered(url + path, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': `${path}-${index}`,
        },
        body: JSON.stringify(body),
      });
      return { answer, refusedBy };
    } catch {
      refusedBy.push(url);
    }
  }
  throw new Error(`Nobody answered ${path} ${index}.`);
}

const newcomer = (index: number) => ({
  person: {
    email: `two-apis.${index}@mail.example`,
    mobile: `+44791112${String(1_000 + index)}`,
    firstName: 'Robin',
    lastName: `Newcome${index}`,
    birthDate: '1990-05-17',
  },
});

test('SIGTERM to one API and to workers under load loses nothing, and nothing happens twice', async () => {
  const { tokens } = stack.now().organisation;
  const clients = await record.addClients(400);
  const before = await record.asOwner<{ id: string }>('SELECT id FROM sign_ups');
  let taken = 0;
  const one = async (index: number): Promise<Met> => {
    // Every fourth signs up, which the queue `standard` carries.
    const met =
      index % 4 === 3
        ? await asks(index, tokens?.platform, '/v1/sign-ups', newcomer(index))
        : await asks(index, tokens?.practitioner, '/v1/urgent-care/cases', { clientId: clients[index], ...concern });
    taken += 1;
    return met;
  };
  const comes = async (more: number): Promise<void> => {
    const wanted = taken + more;
    await until('people come', () => taken >= wanted, 60_000);
  };

  let saidAtReadyz: Answer | undefined;
  let servedMeanwhile: Answer | undefined;
  let exitCode: number | null | undefined;
  const met = await openLoop(6, one, async () => {
    await comes(10);
    const ending = second.end();
    // It says that it ends, and serves on until that was heard.
    saidAtReadyz = await until('it says so', async () => {
      const answer = await answered(`${second.url}/readyz`);
      return answer.status === 503 && answer;
    });
    servedMeanwhile = await answered(`${second.url}/livez`);
    const [urgent, standard] = await Promise.all([stack.end('worker-urgent'), stack.end('worker-standard')]);
    exitCode = await ending;
    await comes(10);
    await Promise.all([stack.isBack('worker-urgent', urgent), stack.isBack('worker-standard', standard)]);
    second = await startSecondApi(stack, 2);
    await comes(10);
    const bulk = await stack.end('worker-bulk');
    await stack.isBack('worker-bulk', bulk);
    await pause(1_000);
  });

  expect(saidAtReadyz?.body).toMatchObject({ type: 'urn:heed:problem:ending' });
  expect(servedMeanwhile?.status).toBe(200);
  expect(exitCode).toBe(0);
  expect(met.map(({ answer }) => answer.status).filter((status) => status !== 202)).toEqual([]);
  // It did go away while people came, or nothing was tried here; the other one never did.
  const refused = new Set(met.flatMap(({ refusedBy }) => refusedBy));
  expect([...refused]).not.toContain(stack.now().url);
  expect(refused.size).toBe(1);

  const idsOf = (isSignUp: boolean): readonly string[] =>
    met
      .filter((_one, index) => (index % 4 === 3) === isSignUp)
      .map(({ answer }) => String(answer.body['id']))
      .sort();
  const cases = idsOf(false);
  const onRecord = await record.asOwner<{ id: string }>('SELECT id FROM cases ORDER BY id::text');
  expect(onRecord.map(({ id }) => id)).toEqual(cases);
  const signUps = await record.asOwner<{ id: string }>(
    'SELECT id FROM sign_ups WHERE id <> ALL($1) ORDER BY id::text',
    [before.map(({ id }) => id)],
  );
  expect(signUps.map(({ id }) => id)).toEqual(idsOf(true));

  for (const id of cases) await people.reaches(id, 'awaiting-client');
  await until('Temporal was told everything', async () => {
    const waiting = await record.asOwner('SELECT FROM outbox_entries WHERE delivered_at IS NULL');
    return waiting.length === 0;
  });
  const histories = await Promise.all(cases.map((id) => record.historyOf(id)));
  // A worker that ends finishes what it has begun: no other one has to wait for it in vain.
  expect(histories.flatMap(({ lostTries }) => lostTries)).toEqual([]);
  const sent = await record.asOwner<{ case_id: string; count: number }>(
    `SELECT case_id, count(*)::int FROM dispatches WHERE case_id IS NOT NULL GROUP BY 1`,
  );
  expect(sent.map(({ case_id }) => case_id).sort()).toEqual(cases);
  // By SMS and by email, once each.
  expect(sent.filter(({ count }) => count !== 2)).toEqual([]);
  const links = await until('every newcomer was written to', async () => {
    const rows = await record.asOwner<{ sign_up_id: string }>(
      `SELECT DISTINCT sign_up_id FROM dispatches WHERE sign_up_id = ANY($1) AND vendor_id IS NOT NULL`,
      [idsOf(true)],
    );
    return rows.length === idsOf(true).length && rows;
  });
  expect(links.map(({ sign_up_id }) => sign_up_id).sort()).toEqual(idsOf(true));
  expect(await record.unmarkedDuplicates(people)).toEqual([]);

  // Both had sealed the audit, and brought the outbox to Temporal.
  const records = createRecords(stack.recordsConfig(), 2);
  const chains = await verifyAuditChains(records, new Date());
  await records.close();
  expect(chains.filter(({ brokenAt }) => brokenAt !== null)).toEqual([]);
});

test('each process is asked how it is, as a container asks it', async () => {
  const { url, temporalAddress, temporalNamespace } = stack.now();
  const exitCodeOf = async (program: string, environment: NodeJS.ProcessEnv, ...args: string[]): Promise<unknown> => {
    const child = spawn(process.execPath, [compiled(program), ...args], { env: environment, stdio: 'ignore' });
    return (await once(child, 'exit'))[0];
  };
  const temporal = { TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: temporalNamespace };
  expect(await exitCodeOf('api/health-check', { PORT: new URL(url).port })).toBe(0);
  expect(await exitCodeOf('api/health-check', { PORT: String(await freePort()) })).toBe(1);
  expect(await exitCodeOf('worker/health-check', temporal, 'urgent')).toBe(0);
  const nobodysNamespace = { ...temporal, TEMPORAL_NAMESPACE: 'temporal-system' };
  expect(await exitCodeOf('worker/health-check', nobodysNamespace, 'urgent')).toBe(1);
});

import { setTimeout as pause } from 'node:timers/promises';
import { portsIn } from '../../../local/ports';
import { asSuperuser } from '../../../local/postgres/cluster';
import { openLoop } from '../../support/open-loop';
import { policyOfTests } from '../../support/save-policy';
import { type Answer, type StackPeople, untilTaken } from '../../support/stack-people';
import type { StackRecord } from '../../support/stack-record';
import { startStackUnderTest } from '../../support/stack-under-test';
import type { Part, StartedStack } from '../../support/started-stack';

/** What Heed stands on is killed under running cases: each comes to its end, and nobody hears a thing twice. */

let stack: StartedStack;
let people: StackPeople;
let record: StackRecord;

beforeAll(async () => {
  ({ stack, people, record } = await startStackUnderTest());
  await triesAgainSoon();
}, 180_000);
afterAll(() => stack?.stop(), 120_000);

/** Where a vendor was away for too long, a recipient is written to again within the time of a test. */
async function triesAgainSoon(): Promise<void> {
  const steps = policyOfTests.steps.map((step) => ({ ...step, attempts: 5, every: 'PT20S' }));
  await people.save({ ...policyOfTests, steps });
}

/** Kills a part, lets it come back and be there for a while, again and again. */
async function killAgainAndAgain(part: Part, times: number, untilNextMs: number): Promise<void> {
  for (let kill = 0; kill < times; kill += 1) {
    await pause(untilNextMs * (0.5 + Math.random()));
    await stack.isBack(part, await stack.kill(part));
  }
}

/** Ten cases at once, while `harm` is done. Everything that was answered is on record, once. */
async function tenCasesLiveThrough(harm: () => Promise<void>): Promise<void> {
  const before = (await record.asOwner('SELECT FROM cases')).length;
  const cases = people.clients.slice(0, 10).map((client) => people.liveThrough(client));
  // All of them, whatever one meets: no story goes on behind the next test.
  const lived = Promise.allSettled(cases);
  await harm();
  const ids = (await lived).map(resultOf);
  expect(ids).toHaveLength(10);
  for (const id of ids) expect(humanOf(await record.actsOf(id))).toEqual(wholeStory);
  expect(await record.asOwner('SELECT FROM cases')).toHaveLength(before + 10);
  expect(await record.unmarkedDuplicates(people)).toEqual([]);
}

function resultOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

const wholeStory = ['client-answered', 'proceed-decided', 'acknowledged', 'outcome-recorded'];

/** What people did, each once; who is asked for the outcome again, since a message failed, has said it again. */
function humanOf(acts: readonly string[]): readonly string[] {
  const human = acts.filter((act) => wholeStory.includes(act));
  return human.filter((act, index) => act !== 'outcome-recorded' || human.indexOf(act) === index);
}

test('PostgreSQL, every few seconds', () => tenCasesLiveThrough(() => killAgainAndAgain('postgres', 4, 2_500)));

test('the Temporal server, in the middle of cases', () =>
  tenCasesLiveThrough(() => killAgainAndAgain('temporal', 3, 2_500)));

test('the sandbox of the vendors, during sends', () =>
  tenCasesLiveThrough(() => killAgainAndAgain('sandbox', 3, 2_500)));

test('the backends of PostgreSQL, in a stream of requests', async () => {
  const clients = await record.addClients(400);
  const casesOfThem = () => record.asOwner('SELECT FROM cases WHERE client_id = ANY($1)', [clients]);
  const raise = (index: number): Promise<Answer> => people.raise(clients[index] ?? '', `key-${index}`);
  const cluster = {
    dataFolder: stack.data.postgres,
    port: portsIn(stack.data.ports)['postgres'] ?? 0,
    superuserPassword: stack.secrets().postgres.superuser,
  };
  const ended: (number | null)[] = [];
  const statuses = await openLoop(
    10,
    async (index) => (await raise(index)).status,
    async () => {
      for (let time = 0; time < 8; time += 1) {
        await pause(500 + 1_000 * Math.random());
        const { rowCount } = await asSuperuser(cluster, (administrator) =>
          administrator.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'heed%'`),
        );
        ended.push(rowCount);
      }
    },
  );
  expect(Math.max(...ended.map(Number))).toBeGreaterThan(1);
  // Answered with what is on record, or with "not now": never with an error of ours.
  expect(statuses.filter((status) => status !== 202 && status !== 503)).toEqual([]);
  const { length: taken } = await casesOfThem();
  const { length: answered } = statuses.filter((status) => status === 202);
  expect(taken).toBeGreaterThanOrEqual(answered);
  expect(answered).toBeGreaterThan(0);

  for (const index of statuses.keys()) {
    const { status, body } = await untilTaken('the concern, asked again', () => raise(index));
    expect({ status, joined: body['joined'] }).toEqual({ status: 202, joined: false });
  }
  expect(await casesOfThem()).toHaveLength(statuses.length);
});

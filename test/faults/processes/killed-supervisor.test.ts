import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readJsonFile, writeJsonFile } from '../../../local/json-file';
import { identityOf, isRunning, type ProcessIdentity } from '../../../local/process-identity';
import type { StackPeople } from '../../support/stack-people';
import type { StackRecord } from '../../support/stack-record';
import { startStackUnderTest } from '../../support/stack-under-test';
import type { Part, StartedStack } from '../../support/started-stack';
import { until } from '../../support/until';

/** `kill -9` of `npm start`: the next one ends what it left, by number and start, and goes on where it was. */

let stack: StartedStack;
let people: StackPeople;
let record: StackRecord;
let stranger: ChildProcess;

beforeAll(async () => {
  ({ stack, people, record } = await startStackUnderTest());
  stranger = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (stranger.stdout) await once(stranger.stdout, 'data');
}, 180_000);
afterAll(async () => {
  stranger?.kill('SIGKILL');
  await stack?.stop();
}, 120_000);

const every: readonly Part[] = [
  'api',
  'temporal',
  'postgres',
  'sandbox',
  'worker-urgent',
  'worker-standard',
  'worker-bulk',
];

/** As if a process of the killed start had ended since, and a stranger got its number. */
function noteUnderItsNumber(pid: number): ProcessIdentity {
  const itself = identityOf(pid);
  if (!itself) throw new Error('The stranger is not running.');
  const noted = readJsonFile(stack.data.processes) as object;
  const gone = { pid, startedAt: `${itself.startedAt}0`, stopSignal: 'SIGTERM' };
  writeJsonFile(stack.data.processes, { ...noted, 'worker-of-old': gone });
  return itself;
}

test('the next start ends what was left running and nothing else, and the cases go on', async () => {
  const cases = Promise.all(people.clients.slice(0, 4).map((client) => people.liveThrough(client)));
  // Told here, too, should it fail before it is awaited.
  cases.catch(() => undefined);
  const asked = async () => (await record.asOwner(`SELECT FROM cases WHERE status = 'awaiting-client'`)).length > 0;
  await until('the cases are under way', asked, 60_000, 50);

  const left = await Promise.all(every.map((part) => stack.process(part)));
  await stack.killSupervisor();
  const other = noteUnderItsNumber(stranger.pid ?? 0);
  expect(left.filter(isRunning).length).toBeGreaterThanOrEqual(5);

  await stack.startAgain();
  expect(stack.said()).toMatch(/The last start was killed; ended what it left running: .*api/);
  expect(stack.said()).not.toContain('worker-of-old');
  expect(left.filter(isRunning)).toEqual([]);
  expect(isRunning(other)).toBe(true);
  const now = await Promise.all(every.map((part) => stack.process(part)));
  expect(now.filter(isRunning)).toHaveLength(every.length);

  const ids = await cases;
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) expect((await people.read(id)).outcome?.kind).toBe('someone-acting');
  expect(await record.unmarkedDuplicates(people)).toEqual([]);
});

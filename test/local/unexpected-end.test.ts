import { spawnSync } from 'node:child_process';
import { compiled } from '../support/compiled';

/** A process that nobody expected to end says what and where, and nothing of what the error says. */

const quoting = `new TypeError('Anna Kowalska is at +447700900123')`;
const program = (after: string): string =>
  `const { runProcess } = require(${JSON.stringify(compiled('runtime/run-process'))}); ${after}`;

test.each([
  ['when it starts', `runProcess('api', async () => { throw ${quoting}; });`],
  ['in what nobody waits for', `runProcess('api', async () => () => {}); Promise.reject(${quoting});`],
  ['in a callback', `runProcess('api', async () => () => {}); setTimeout(() => { throw ${quoting}; });`],
  [
    'when it is to end',
    `runProcess('api', async () => async () => { throw ${quoting}; }); setInterval(() => process.kill(process.pid, 'SIGTERM'), 50);`,
  ],
])('%s', (_when, how) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', program(how)], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({
    level: 60,
    process: 'api',
    error: 'TypeError',
    msg: 'ends because of what nobody expected',
  });
  expect(stdout).not.toMatch(/Anna|Kowalska|447700900123/);
});

test('what is wrong with its environment it says in words', () => {
  const { status, stderr } = spawnSync(process.execPath, [compiled('api/server')], { encoding: 'utf8', env: {} });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Heed cannot start: .*PUBLIC_URL is not set/);
});

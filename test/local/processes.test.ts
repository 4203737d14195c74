import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { takeInstanceLock } from '../../local/instance-lock';
import { writeJsonFile } from '../../local/json-file';
import { removeStalePidFile } from '../../local/postgres/cluster';
import { endProcess, identityOf, isRunning, type ProcessIdentity } from '../../local/process-identity';
import { createProcessLog } from '../../local/process-log';
import { createProcessRecords } from '../../local/process-records';
import { type ProcessPlan, type SupervisedProcess, startSupervised } from '../../local/supervised-process';
import { until } from '../support/until';

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'heed-processes-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const identified = (pid: number | undefined): ProcessIdentity => {
  const identity = pid === undefined ? undefined : identityOf(pid);
  if (!identity) throw new Error('The process is not running.');
  return identity;
};

async function idler(): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)']);
  children.push(child);
  await once(child.stdout, 'data');
  return identified(child.pid);
}

describe('the identity of a process', () => {
  test('is its number together with its start', async () => {
    const process = await idler();
    expect(isRunning(process)).toBe(true);
    expect(isRunning({ ...process, startedAt: 'long ago' })).toBe(false);
  });

  test('a stranger that has the number by now is never ended', async () => {
    const stranger = await idler();
    await endProcess({ ...stranger, startedAt: 'long ago' }, 'SIGTERM', 1_000);
    expect(isRunning(stranger)).toBe(true);
  });

  test('one that will not hear is insisted on', async () => {
    const deaf = spawn(process.execPath, [
      '-e',
      "process.on('SIGTERM', () => {}); console.log(1); setInterval(() => {}, 1e3)",
    ]);
    children.push(deaf);
    await once(deaf.stdout, 'data');
    await endProcess(identified(deaf.pid), 'SIGTERM', 50);
    expect(deaf.signalCode ?? (await once(deaf, 'exit'))[1]).toBe('SIGKILL');
  });
});

describe('what a killed start has left', () => {
  test('is ended by what was noted, and nothing else is', async () => {
    const file = path.join(folder, 'processes.json');
    const [orphan, stranger] = await Promise.all([idler(), idler()]);
    const records = createProcessRecords(file);
    records.remember('api', orphan, 'SIGTERM');
    records.remember('worker', { ...stranger, startedAt: 'long ago' }, 'SIGTERM');
    await expect(createProcessRecords(file).endOrphans()).resolves.toEqual(['api']);
    expect([orphan, stranger].map(isRunning)).toEqual([false, true]);
    await expect(createProcessRecords(file).endOrphans()).resolves.toEqual([]);
  });

  test("PostgreSQL's note of a process that is gone, or is no PostgreSQL of this folder, is removed", () => {
    const pidFile = path.join(folder, 'postmaster.pid');
    for (const [pid, commandLine] of [
      ['2147483646', 'postgres -D elsewhere'],
      [String(process.pid), 'node jest'],
    ] as const) {
      writeFileSync(pidFile, `${pid}\n`);
      removeStalePidFile(folder, () => commandLine);
      expect(existsSync(pidFile)).toBe(false);
    }
  });

  test('a PostgreSQL that works on the folder is left alone, and said', () => {
    const pidFile = path.join(folder, 'postmaster.pid');
    writeFileSync(pidFile, `${process.pid}\n`);
    expect(() => removeStalePidFile(folder, () => `postgres -D ${folder}`)).toThrow('Another PostgreSQL');
    expect(existsSync(pidFile)).toBe(true);
  });
});

describe('one start for each data directory', () => {
  const lockFile = () => path.join(folder, 'supervisor.json');
  const silent = () => undefined;

  test('a second one is told who holds it, until the first lets go', async () => {
    const lock = await takeInstanceLock(lockFile(), [], silent);
    await expect(takeInstanceLock(lockFile(), [], silent)).rejects.toThrow(`already runs with this data directory`);
    lock.release();
    (await takeInstanceLock(lockFile(), [], silent)).release();
  });

  test('a lock whose holder was killed is taken over', async () => {
    writeJsonFile(lockFile(), { supervisor: { pid: process.pid, startedAt: 'long ago' }, launchers: [] });
    (await takeInstanceLock(lockFile(), [], silent)).release();
  });

  test('one that is ending, because npm was killed, is waited for', async () => {
    const ending = await idler();
    writeJsonFile(lockFile(), { supervisor: ending, launchers: [{ ...ending, startedAt: 'long ago' }] });
    const said: string[] = [];
    const taking = takeInstanceLock(lockFile(), [], (line) => {
      said.push(line);
      void endProcess(ending, 'SIGKILL', 0);
    });
    (await taking).release();
    expect(said).toEqual(['  The last start is still stopping; waiting for it.']);
  });
});

describe('a supervised process', () => {
  const plan = (script: string): ProcessPlan => ({
    name: 'worker',
    command: async () => ({ command: process.execPath, args: ['-e', script] }),
    environment: () => process.env,
    ready: 'says-so',
    stopSignal: 'SIGTERM',
    stopWithinMs: 2_000,
  });

  let worker: SupervisedProcess | undefined;
  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
  });

  function supervision() {
    const said: string[] = [];
    const restarts: number[] = [];
    return {
      said,
      restarts,
      records: createProcessRecords(path.join(folder, 'processes.json')),
      log: createProcessLog(folder, 'worker'),
      say: (line: string) => void said.push(line),
      onRestarted: () => void restarts.push(Date.now()),
    };
  }

  test('is started again when it is killed, and stays stopped when it is stopped', async () => {
    const context = supervision();
    worker = await startSupervised(plan("process.send('ready'); setInterval(() => {}, 1000)"), context);
    const first = identified(worker.pid());
    await endProcess(first, 'SIGKILL', 0);
    await until('the restart', () => context.restarts.length === 1);
    const second = identified(worker.pid());
    expect(second).not.toEqual(first);
    expect(context.said).toEqual(['worker has ended (SIGKILL): it said nothing. Starting it again.']);
    await worker.stop();
    expect(isRunning(second)).toBe(false);
    expect(worker.pid()).toBeUndefined();
    expect(JSON.parse(readFileSync(path.join(folder, 'processes.json'), 'utf8'))).toEqual({});
  });

  test('that fails to start at all is one sentence with its own last words', async () => {
    const starting = startSupervised(plan("console.error('PUBLIC_URL is not set.'); process.exit(1)"), supervision());
    await expect(starting).rejects.toThrow('worker could not be started: PUBLIC_URL is not set.');
  });

  test('that does not exist says so', async () => {
    const missing = { ...plan(''), command: async () => ({ command: path.join(folder, 'nothing'), args: [] }) };
    await expect(startSupervised(missing, supervision())).rejects.toThrow(/could not be started: .*ENOENT/);
  });
});

test('a log of the last run is kept once, and its errors are told in one line', () => {
  mkdirSync(path.join(folder, 'logs'));
  writeFileSync(path.join(folder, 'logs/api.log'), 'of the last run\n');
  const log = createProcessLog(path.join(folder, 'logs'), 'api');
  writeFileSync(log.file, 'one\ntwo\nhal');
  expect([log.newLines(), log.newLines()]).toEqual([['one', 'two'], []]);
  writeFileSync(log.file, 'one\ntwo\nhalf a line\n');
  expect(log.newLines()).toEqual(['half a line']);
  expect(readFileSync(path.join(folder, 'logs/api.1.log'), 'utf8')).toBe('of the last run\n');
});

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import express from 'express';
import { replayLedger } from '../../activities/erasure/replay';
import { problemHandler } from '../../api/http/problems';
import { healthRoutes } from '../../api/routes/health';
import { compareWithLedger } from '../../records/erasure/ledger';
import type { Records } from '../../records/records';
import type { KeyRing } from '../../runtime/config';
import { createLog } from '../../runtime/log';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { compiled } from '../support/compiled';
import { erasureCarriedOut, erasureDeps, erasureOrdered } from '../support/erased-on-record';
import { type TestDatabase, temporalServer } from '../support/infrastructure';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { closedOnRecord, type WholeClient, wholeClient } from '../support/whole-client';
import { wholeDump } from '../support/whole-dump';

/** A backup from before an erasure is restored: whoever was erased is erased again before anybody is served. */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
let client: WholeClient;
/** From the moment before the erasure. */
let backup: TestDatabase;
let erasureId: string;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
  client = await wholeClient(here, 1);
  await closedOnRecord(underTest, client);
  backup = await underTest.database.backUp();
  const order = await erasureOrdered(here, client.id);
  erasureId = order.erasureId;
  await erasureCarriedOut(underTest.records, order);
}, 60_000);
afterAll(async () => {
  await underTest?.stop();
  await backup?.drop();
});

const readiness = async (records: Records): Promise<{ readonly status: number; readonly problem: string }> => {
  const unreachable = new Client({ connection: Connection.lazy({ address: '127.0.0.1:1' }) });
  const app = express().use(healthRoutes({ records, client: unreachable }));
  const server: Server = createServer(app.use(problemHandler(createLog('test', 'silent')))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/readyz`);
  const { type = '' } = (await response.json()) as { type?: string };
  server.close();
  return { status: response.status, problem: type };
};

const differences = async (records: Records): Promise<readonly number[]> => {
  const { toErase, toDestroy } = await compareWithLedger(records);
  return [toErase.length, toDestroy.length];
};

test('after an erasure the record and the ledger agree, and Heed serves', async () => {
  expect(await differences(underTest.records)).toEqual([0, 0]);
  expect(await readiness(underTest.records)).toMatchObject({ status: 200 });
});

test('an older main database is not served before the ledger is replayed on it', async () => {
  const restored = underTest.openWith({ DATABASE_URL: backup.databaseUrl });
  expect(await differences(restored)).toEqual([1, 0]);
  expect(await readiness(restored)).toEqual({ status: 503, problem: 'urn:heed:problem:erasures-to-replay' });
  const dump = () => wholeDump(backup.ownerUrl, underTest.database.keysDatabaseUrl, underTest.config.ENCRYPTION_KEYS);
  // The rows are back; what is under the client's key is not.
  expect((await dump()).finds([client.id])).toEqual([client.id]);

  expect(await replayLedger(erasureDeps(restored))).toEqual({ erased: 1, destroyed: 0, keys: 0 });
  const left = await restored.withOrganisation(here.organisation.id, new Date(), async ({ db }) => ({
    clients: await db.client.count({ where: { id: client.id } }),
    cases: await db.case.count({ where: { id: client.caseId } }),
    erasure: await db.erasure.findUniqueOrThrow({ where: { id: erasureId } }),
  }));
  expect(left).toMatchObject({ clients: 0, cases: 0, erasure: { status: 'done' } });
  expect((await dump()).finds(client.words)).toEqual([]);
  expect(await differences(restored)).toEqual([0, 0]);
  expect(await readiness(restored)).toMatchObject({ status: 200 });
  expect(await replayLedger(erasureDeps(restored))).toEqual({ erased: 0, destroyed: 0, keys: 0 });
});

test('keys that an older keys database brings back are destroyed again', async () => {
  const restored = underTest.openWith({ KEYS_DATABASE_URL: backup.keysDatabaseUrl });
  expect(await restored.keys.known([client.id])).toEqual([client.id]);
  expect(await readiness(restored)).toEqual({ status: 503, problem: 'urn:heed:problem:erasures-to-replay' });
  expect(await replayLedger(erasureDeps(restored))).toEqual({ erased: 0, destroyed: 1, keys: 0 });
  expect(await restored.keys.known([client.id])).toEqual([]);
  expect(await readiness(restored)).toMatchObject({ status: 200 });
});

test('the command replays on the databases and the server that the environment names', async () => {
  const copy = await underTest.database.backUp();
  const ring = (keys: KeyRing) => keys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',');
  const environment = {
    DATABASE_URL: copy.databaseUrl,
    KEYS_DATABASE_URL: copy.keysDatabaseUrl,
    ENCRYPTION_KEYS: ring(underTest.config.ENCRYPTION_KEYS),
    INDEX_KEYS: ring(underTest.config.INDEX_KEYS),
    TEMPORAL_ADDRESS: temporalServer().address,
  };
  const { stdout } = await promisify(execFile)(process.execPath, [compiled('worker/erasure-replay')], {
    env: { ...process.env, ...environment },
  });
  expect(stdout).toMatch(/^0 erasures carried out again, the keys of 0 destroyed again, and 0 keys of no erasure\.$/m);
  await copy.drop();
});

import { Connection } from '@temporalio/client';
import pg from 'pg';
import { replayLedger } from '../../activities/erasure/replay';
import { demoMobiles } from '../../prisma/demo-data';
import { lookingForReplays } from '../../records/erasure/await-replay';
import { createRecords } from '../../records/records';
import { systemClock } from '../../runtime/clock';
import { casesOnRecord } from '../support/case-on-record';
import { erasureCarriedOut, erasureDeps, erasureOrdered } from '../support/erased-on-record';
import { startHeedWithoutWorker, testKeys } from '../support/heed';
import { temporalServer } from '../support/infrastructure';
import { createNamespace } from '../support/namespaces';
import { until } from '../support/until';
import { closedOnRecord, wholeClient } from '../support/whole-client';
import { startWorkerProcess } from './support/worker-process';

test('a worker on a restored backup takes no work until the ledger is replayed, and then by itself', async () => {
  const namespace = 'restored-worker';
  const connection = await Connection.connect(temporalServer());
  const heed = await startHeedWithoutWorker(await createNamespace(connection, namespace), systemClock);
  const here = casesOnRecord(heed.records, heed.demo.organisation);
  const client = await wholeClient(here, 1);
  const owner = new pg.Client({ connectionString: heed.database.ownerUrl });
  await owner.connect();
  await closedOnRecord({ asOwner: async (sql, values) => (await owner.query(sql, values?.slice())).rows }, client);
  await owner.end();
  const backup = await heed.database.backUp();
  await erasureCarriedOut(heed.records, await erasureOrdered(here, client.id));

  const { databaseUrl } = backup;
  const { keysDatabaseUrl } = heed.database;
  let works = false;
  const starting = startWorkerProcess(heed, { namespace, databaseUrl, keysDatabaseUrl, vendorsUrl: heed.sandbox.url });
  const working = starting.then((worker) => {
    works = true;
    return worker;
  });
  const watching = new pg.Client({ connectionString: databaseUrl });
  await watching.connect();
  const looks: number[] = [];
  const looksAgain = async (): Promise<boolean> => {
    const { rows } = await watching.query<{ at: Date }>(
      `SELECT query_start AS at FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = $1 AND query_start IS NOT NULL`,
      [lookingForReplays],
    );
    looks.push(...rows.map(({ at }) => at.getTime()));
    return Math.max(...looks) - Math.min(...looks) > 1_500;
  };
  await until('the worker has looked, and looks again', looksAgain, 30_000);
  expect(works).toBe(false);

  const restored = createRecords({
    DATABASE_URL: databaseUrl,
    KEYS_DATABASE_URL: keysDatabaseUrl,
    ENCRYPTION_KEYS: testKeys,
    INDEX_KEYS: testKeys,
    PHONE_ALLOW_LIST: demoMobiles,
  });
  expect(await replayLedger(erasureDeps(restored))).toMatchObject({ erased: 1 });
  await (await working).kill();
  await restored.close();
  await watching.end();
  await heed.stop();
  await backup.drop();
  await connection.close();
}, 90_000);

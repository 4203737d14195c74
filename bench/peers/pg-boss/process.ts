import { Pool } from 'pg';
import PgBoss from 'pg-boss';
import { runProcess } from '../../../runtime/run-process';
import { serveCases } from '../../arms/case-server';
import { createSendStep } from '../../story/send';
import { databaseConnections, readPeerEnvironment } from '../environment';
import { createCases, createCasesTable, queues, type Turn } from './cases';
import { startWorkers } from './workers';

/** The least that pg-boss takes. A job queued in this process need not wait for it: its worker is notified. */
const pollingIntervalSeconds = 0.5;

/** As Heed's activities: lost after 20 s, tried again after 1 s, 2 s, 4 s and so on, for days. */
const howJobsAreTried = { expireInSeconds: 20, retryDelay: 1, retryBackoff: true, retryLimit: 20 };

runProcess('bench', async () => {
  const environment = readPeerEnvironment();
  const pool = new Pool({ connectionString: environment.DATABASE_URL, max: databaseConnections });
  await pool.query(createCasesTable);
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schedule: false,
    // How soon the job of a killed process is found to be lost; two minutes as it comes.
    maintenanceIntervalSeconds: 10,
  });
  boss.on('error', (error) => process.stderr.write(`${error.stack}\n`));
  await boss.start();
  for (const name of Object.values(queues)) await boss.createQueue(name, { name, ...howJobsAreTried });

  const cases = createCases(pool, boss, createSendStep(environment.VENDOR_URL));
  const thenWake = async (queued: Promise<boolean>): Promise<void> => {
    if (await queued) wakeStepWorker();
  };
  const wakeStepWorker = await startWorkers<Turn>(boss, queues.steps, { count: 10, pollingIntervalSeconds }, (turn) =>
    thenWake(cases.playStep(turn)),
  );
  await startWorkers<Turn>(boss, queues.timers, { count: 1, pollingIntervalSeconds }, (turn) =>
    thenWake(cases.endWait(turn)),
  );
  const closeServer = await serveCases(environment.PORT, {
    raise: (caseNumber) => thenWake(cases.raise(caseNumber)),
    tell: (caseNumber, part) => thenWake(cases.tell(caseNumber, part)),
  });

  return async () => {
    closeServer();
    await boss.stop({ graceful: true, wait: true });
    await pool.end();
  };
});

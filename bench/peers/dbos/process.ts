import { DBOS } from '@dbos-inc/dbos-sdk';
import { runProcess } from '../../../runtime/run-process';
import { serveCases } from '../../arms/case-server';
import { createSendStep, type SendStep } from '../../story/send';
import { type PersonsPart, story } from '../../story/story';
import { databaseConnections, readPeerEnvironment } from '../environment';

/** As Heed's activities are tried again, which have no last attempt: so many take days. */
const retries = { retriesAllowed: true, intervalSeconds: 1, backoffRate: 2, maxAttempts: 20 };

const workflowId = (caseNumber: number): string => `case/${caseNumber}`;

/**
 * The story as a DBOS workflow: each sending is a step, each wait a durable `recv` with a time-out. Server and workflows
 * share one process, as DBOS intends it: `startWorkflow` runs the workflow at once, without a queue to poll, and `recv`
 * is woken by LISTEN/NOTIFY (`useListenNotify`, on as it comes), so that no poll interval lies on any way.
 */
const urgentCare =
  (send: SendStep) =>
  async (caseNumber: number): Promise<void> => {
    for (const { send: kind, wait } of story) {
      do await DBOS.runStep(() => send(kind, caseNumber), { name: kind, ...retries });
      while (wait !== null && (await DBOS.recv<PersonsPart>(wait.for, wait.atMostMs / 1_000)) === null);
    }
  };

runProcess('bench', async () => {
  const environment = readPeerEnvironment();
  DBOS.setConfig({
    name: 'urgent-care',
    systemDatabaseUrl: environment.DATABASE_URL,
    systemDatabasePoolSize: databaseConnections,
    logLevel: 'warn',
  });
  const urgentCareWorkflow = DBOS.registerWorkflow(urgentCare(createSendStep(environment.VENDOR_URL)), {
    name: 'urgentCare',
  });
  // What a killed process left unfinished goes on from here: same executor ("local"), same workflow code.
  await DBOS.launch();

  const closeServer = await serveCases(environment.PORT, {
    raise: async (caseNumber) => {
      await DBOS.startWorkflow(urgentCareWorkflow, { workflowID: workflowId(caseNumber) })(caseNumber);
    },
    tell: (caseNumber, part) => DBOS.send(workflowId(caseNumber), part, part),
  });

  return async () => {
    closeServer();
    await DBOS.shutdown();
  };
});

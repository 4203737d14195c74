import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { runProcess } from '../../../runtime/run-process';
import { createSendStep } from '../../story/send';
import { createBareActivities } from './activities';
import { bareQueue, readBareEnvironment } from './environment';

/** With the settings of Heed's urgent worker (worker/main.ts). */
runProcess('bench', async () => {
  const environment = readBareEnvironment();
  Runtime.install({
    logger: new DefaultLogger('WARN'),
    telemetryOptions: { logging: { filter: 'WARN', forward: {} } },
  });
  const connection = await NativeConnection.connect({ address: environment.TEMPORAL_ADDRESS });
  const worker = await Worker.create({
    connection,
    namespace: environment.TEMPORAL_NAMESPACE,
    taskQueue: bareQueue,
    workflowBundle: { codePath: environment.WORKFLOW_BUNDLE },
    activities: { ...createBareActivities(createSendStep(environment.VENDOR_URL)) },
    maxConcurrentActivityTaskExecutions: 40,
    maxCachedWorkflows: 200,
    shutdownGraceTime: '15 seconds',
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
});

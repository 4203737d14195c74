import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { englishLetters } from '../activities/messaging/letters/english';
import { createPost } from '../activities/messaging/post';
import { createSendGridEmail } from '../activities/messaging/sendgrid';
import { createTwilioSms } from '../activities/messaging/twilio';
import { createUrgentCareActivities } from '../activities/urgent-care/activities';
import { createRecords } from '../records/records';
import { onRecordForOthers, reportedByVendor } from '../records/urgent-care/reported-by-vendor';
import { systemClock } from '../runtime/clock';
import { readWorkerConfig } from '../runtime/config';
import { createLog, type Log } from '../runtime/log';
import { runProcess } from '../runtime/run-process';
import { connectionOptions } from '../runtime/temporal/connection';
import { createDataConverter } from '../runtime/temporal/payload-codec';

/**
 * Each queue has its own worker and slots, so that a mailing cannot delay a crisis. An activity holds a database
 * connection only during its transactions, so that half as many connections as activities serve.
 */
const slots = {
  urgent: { activities: 40, connections: 20 },
  standard: { activities: 20, connections: 10 },
  bulk: { activities: 5, connections: 3 },
} as const;
type Queue = keyof typeof slots;

const isQueue = (name: string | undefined): name is Queue => name !== undefined && name in slots;

/** The SDK's own lines, as JSON and from a warning on: it tells a lot about itself. */
function logAsOthersDo(log: Log): void {
  const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
  const logger = new DefaultLogger('WARN', ({ level, message }) => log[levels[level]](message));
  Runtime.install({ logger, telemetryOptions: { logging: { filter: 'WARN', forward: {} } } });
}

/** One worker: `node dist/worker/main.js urgent|standard|bulk`. */
runProcess(async () => {
  const taskQueue = process.argv[2];
  if (!isQueue(taskQueue)) throw new Error(`Name the queue to work on: ${Object.keys(slots).join(', ')}.`);
  const config = readWorkerConfig();
  logAsOthersDo(createLog(`worker-${taskQueue}`, config.LOG_LEVEL));
  const records = createRecords(config, slots[taskQueue].connections);
  const connection = await NativeConnection.connect(connectionOptions(config));

  const post = createPost({
    sms: createTwilioSms(
      {
        accountSid: config.TWILIO_ACCOUNT_SID,
        authToken: config.TWILIO_AUTH_TOKEN,
        messagingServiceSid: config.TWILIO_MESSAGING_SERVICE_SID,
        baseUrl: config.TWILIO_API_BASE_URL,
        publicUrl: config.PUBLIC_URL,
      },
      (organisationId, dispatchId, vendorIds) => onRecordForOthers(records, organisationId, dispatchId, vendorIds),
    ),
    email: createSendGridEmail(
      { apiKey: config.SENDGRID_API_KEY, baseUrl: config.SENDGRID_API_BASE_URL, from: config.EMAIL_FROM },
      (organisationId, dispatchId) => reportedByVendor(records, organisationId, dispatchId),
    ),
  });

  const worker = await Worker.create({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue,
    ...(config.WORKFLOW_BUNDLE
      ? { workflowBundle: { codePath: config.WORKFLOW_BUNDLE } }
      : { workflowsPath: require.resolve('../workflows') }),
    activities: createUrgentCareActivities({
      records,
      post,
      clock: systemClock,
      tools: { letters: englishLetters, publicUrl: config.PUBLIC_URL },
    }),
    dataConverter: createDataConverter(config.ENCRYPTION_KEYS),
    maxConcurrentActivityTaskExecutions: slots[taskQueue].activities,
    maxCachedWorkflows: 200,
    shutdownGraceTime: '15 seconds',
  });
  const running = worker.run();

  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
    await records.close();
  };
});

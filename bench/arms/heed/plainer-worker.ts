import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { englishLetters } from '../../../activities/messaging/letters/english';
import { createPost } from '../../../activities/messaging/post';
import { createSendGridEmail } from '../../../activities/messaging/sendgrid';
import { createTwilioSms } from '../../../activities/messaging/twilio';
import { createUrgentCareActivities } from '../../../activities/urgent-care/activities';
import { createRecords } from '../../../records/records';
import { reportedByVendor } from '../../../records/urgent-care/reported-by-vendor';
import { systemClock } from '../../../runtime/clock';
import { readWorkerConfig } from '../../../runtime/config';
import { runProcess } from '../../../runtime/run-process';
import { connectionOptions } from '../../../runtime/temporal/connection';
import { createDataConverter } from '../../../runtime/temporal/payload-codec';
import { urgentCareQueue } from '../../../workflows/urgent-care/contract';
import { featuresTakenAway } from './features';
import { plainerRecords } from './plainer-records';
import { withoutSayingWhoseRows } from './without-tenancy';

/** worker/main.ts for the urgent queue, less the features named in its environment. */
runProcess(async () => {
  const without = featuresTakenAway();
  if (without.has('row-level security')) withoutSayingWhoseRows();
  const config = readWorkerConfig();
  Runtime.install({
    logger: new DefaultLogger('WARN'),
    telemetryOptions: { logging: { filter: 'WARN', forward: {} } },
  });
  const records = plainerRecords(createRecords(config, 20), without);
  const connection = await NativeConnection.connect(connectionOptions(config));
  const post = createPost({
    sms: createTwilioSms({
      accountSid: config.TWILIO_ACCOUNT_SID,
      authToken: config.TWILIO_AUTH_TOKEN,
      baseUrl: config.TWILIO_API_BASE_URL,
      publicUrl: config.PUBLIC_URL,
    }),
    email: createSendGridEmail(
      { apiKey: config.SENDGRID_API_KEY, baseUrl: config.SENDGRID_API_BASE_URL, from: config.EMAIL_FROM },
      (organisationId, dispatchId) => reportedByVendor(records, organisationId, dispatchId),
    ),
  });
  const worker = await Worker.create({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: urgentCareQueue,
    workflowBundle: { codePath: config.WORKFLOW_BUNDLE ?? '' },
    activities: createUrgentCareActivities({
      records,
      post,
      clock: systemClock,
      tools: { letters: englishLetters, publicUrl: config.PUBLIC_URL },
    }),
    ...(without.has('codec') ? {} : { dataConverter: createDataConverter(config.ENCRYPTION_KEYS) }),
    maxConcurrentActivityTaskExecutions: 40,
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

import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createRecords } from '../../../records/records';
import { readWorkerConfig } from '../../../runtime/config';
import { createLog } from '../../../runtime/log';
import { runProcess } from '../../../runtime/run-process';
import { createDataConverter } from '../../../runtime/temporal/payload-codec';
import { slots } from '../../../worker/queues';
import { serveQueue } from '../../../worker/serve-queue';
import { featuresTakenAway } from './features';
import { plainerRecords } from './plainer-records';
import { withoutSayingWhoseRows } from './without-tenancy';

/** worker/main.ts for the urgent queue, less the features named in its environment. */
runProcess('bench', async () => {
  const without = featuresTakenAway();
  if (without.has('row-level security')) withoutSayingWhoseRows();
  const config = readWorkerConfig();
  Runtime.install({
    logger: new DefaultLogger('WARN'),
    telemetryOptions: { logging: { filter: 'WARN', forward: {} } },
  });
  const records = plainerRecords(createRecords(config, slots.urgent.connections), without);
  const dataConverter = without.has('codec') ? {} : createDataConverter(config.ENCRYPTION_KEYS, records.payloadKeys);
  return serveQueue('urgent', config, records, dataConverter, createLog('worker-urgent', config.LOG_LEVEL));
});

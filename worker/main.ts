import { getPriority, setPriority } from 'node:os';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createRecords } from '../records/records';
import { readWorkerConfig } from '../runtime/config';
import { createLog, type Log } from '../runtime/log';
import { runProcess } from '../runtime/run-process';
import { createDataConverter } from '../runtime/temporal/payload-codec';
import { isQueue, slots } from './queues';
import { serveQueue } from './serve-queue';

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
  // Who is nicer already must not be made less so: that is forbidden to all but root.
  if (slots[taskQueue].niceness > getPriority()) setPriority(slots[taskQueue].niceness);
  const config = readWorkerConfig();
  logAsOthersDo(createLog(`worker-${taskQueue}`, config.LOG_LEVEL));
  const records = createRecords(config, slots[taskQueue].connections);
  return serveQueue(taskQueue, config, records, createDataConverter(config.ENCRYPTION_KEYS));
});

import { getPriority, setPriority } from 'node:os';
import { lookingForReplays, replayed, replayIsDue } from '../records/erasure/await-replay';
import { createRecords } from '../records/records';
import { ConfigurationError, type RecordsConfig, readWorkerConfig } from '../runtime/config';
import { createLog, type Log } from '../runtime/log';
import { runProcess } from '../runtime/run-process';
import { createDataConverter } from '../runtime/temporal/payload-codec';
import { isQueue, slots } from './queues';
import { logAsOthersDo } from './sdk-log';
import { serveQueue } from './serve-queue';

/**
 * Nobody is written to of whom a restored backup should hold nothing any more. On connections of its own, which are closed
 * before any work begins.
 */
async function waitForReplay(config: RecordsConfig, log: Log): Promise<void> {
  const records = createRecords(config, 1, lookingForReplays);
  try {
    if (await replayIsDue(records)) await replayed(records, log);
  } finally {
    await records.close();
  }
}

/** One worker: `node dist/worker/main.js urgent|standard|bulk`. */
runProcess('worker', async () => {
  const taskQueue = process.argv[2];
  if (!isQueue(taskQueue)) throw new ConfigurationError(`Name the queue to work on: ${Object.keys(slots).join(', ')}.`);
  // Who is nicer already must not be made less so: that is forbidden to all but root.
  if (slots[taskQueue].niceness > getPriority()) setPriority(slots[taskQueue].niceness);
  const config = readWorkerConfig();
  const log = createLog(`worker-${taskQueue}`, config.LOG_LEVEL);
  logAsOthersDo(log);
  await waitForReplay(config, log);
  const records = createRecords(config, slots[taskQueue].connections);
  const dataConverter = createDataConverter(config.ENCRYPTION_KEYS, records.payloadKeys);
  return serveQueue(taskQueue, config, records, dataConverter, log);
});

import { createRecords } from '../records/records';
import { readApiConfig } from '../runtime/config';
import { runProcess } from '../runtime/run-process';
import { createDataConverter } from '../runtime/temporal/payload-codec';
import { serve } from './serve';

/** The API's process: `node dist/api/server.js`. */
runProcess(async () => {
  const config = readApiConfig();
  return serve(config, createRecords(config, 20), createDataConverter(config.ENCRYPTION_KEYS));
});

import { createRecords } from '../records/records';
import { readApiConfig } from '../runtime/config';
import { runProcess } from '../runtime/run-process';
import { createDataConverter } from '../runtime/temporal/payload-codec';
import { serve } from './serve';

/** The API's process: `node dist/api/server.js`. */
runProcess('api', async () => {
  const config = readApiConfig();
  const records = createRecords(config, 20);
  return serve(config, records, createDataConverter(config.ENCRYPTION_KEYS, records.payloadKeys));
});

import { dataDirectoryOf } from './data-directory';
import { useRecordsOfRunningStack } from './records-environment';
import { temporalOfStack } from './stack-file';

/** `npm run erasure:replay`: on the running stack, or on the databases and the server that the environment names. */
export async function main(): Promise<void> {
  useRecordsOfRunningStack();
  if (!process.env['TEMPORAL_ADDRESS']) {
    const { temporalAddress, temporalNamespace } = temporalOfStack(dataDirectoryOf(process.env).stack);
    Object.assign(process.env, { TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: temporalNamespace });
  }
  await import('../worker/erasure-replay.js');
}

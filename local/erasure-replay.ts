import { useRecordsOfRunningStack, useTemporalOfRunningStack } from './records-environment';

/** `npm run erasure:replay`: on the running stack, or on the databases and the server that the environment names. */
export async function main(): Promise<void> {
  useRecordsOfRunningStack();
  useTemporalOfRunningStack();
  await import('../worker/erasure-replay.js');
}

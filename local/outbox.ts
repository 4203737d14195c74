import { useRecordsOfRunningStack } from './records-environment';

/** `npm run outbox`: the dead letters of the running stack, or of the databases that the environment names. */
export async function main(): Promise<void> {
  useRecordsOfRunningStack();
  await import('../records/dead-letters.js');
}

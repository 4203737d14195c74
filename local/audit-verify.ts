import { useRecordsOfRunningStack } from './records-environment';

/**
 * `npm run audit:verify`: recomputes the audit chains of the running stack, or of the databases that the environment
 * names.
 */
export async function main(): Promise<void> {
  useRecordsOfRunningStack();
  await import('../records/audit/verify.js');
}

import type { Work } from '../work';

/**
 * Does this as the one role that may delete what is on record; the rest of the transaction goes on as the service.
 * If it fails, so does the transaction, and the role ends with it.
 */
export async function asEraser<T>({ db }: Work, erase: () => Promise<T>): Promise<T> {
  await db.$executeRaw`SET LOCAL ROLE heed_erasure`;
  const result = await erase();
  await db.$executeRaw`RESET ROLE`;
  return result;
}

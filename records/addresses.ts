import type { Work } from './work';

/** Whether the two are one, however they are written. */
export const isSameAddress = (work: Work, one: string, other: string): boolean =>
  Buffer.compare(work.index(one), work.index(other)) === 0;

/**
 * Lets transactions that write of the same address or number go one after another: none sees the other's rows. Held
 * until the transaction ends.
 */
export async function oneAtATimeAbout(work: Work, ...addresses: readonly string[]): Promise<void> {
  // In one order, so that two of them never wait for one another.
  for (const address of [...addresses].sort()) {
    const name = Buffer.from(work.index(address)).toString('hex');
    await work.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
  }
}

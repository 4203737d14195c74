import type { Work } from './work';

/** Whether the two are one, however they are written. */
export const isSameAddress = (work: Work, one: string, other: string): boolean =>
  Buffer.compare(work.index(one), work.index(other)) === 0;

/**
 * Lets transactions that write of the same address or number go one after another: none sees the other's rows. Held
 * until the transaction ends. While the index keys are exchanged, one process may call another one its current key: they
 * meet under each key that both know.
 */
export async function oneAtATimeAbout(work: Work, ...addresses: readonly string[]): Promise<void> {
  const names = addresses
    .flatMap((address) => work.indexes(address))
    .map((index) => Buffer.from(index).toString('hex'));
  // In one order, so that two of them never wait for one another.
  await work.db.$executeRaw`
    SELECT pg_advisory_xact_lock(hash) FROM (
      SELECT DISTINCT hashtextextended(name, 0) AS hash FROM unnest(${names}::text[]) AS name ORDER BY hash
    ) AS hashes`;
}

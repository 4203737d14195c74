import { HeedError } from '../errors';
import type { Client } from '../generated/client';
import type { ClientWords } from '../people';
import type { Work } from '../work';

/** The client's row, locked, as far as anything is left of it. */
export async function lockWhatIsLeftOf(work: Work, clientId: string): Promise<Client | null> {
  await work.db.$queryRaw`SELECT id FROM clients WHERE id = ${clientId}::uuid FOR UPDATE`;
  // In a statement of its own: only now does it see what was committed while the lock was waited for.
  return work.db.client.findUnique({ where: { id: clientId } });
}

/** The blind indexes of whatever they could be written to at; those of the row alone, if its words can't be read. */
export async function addressesOf(work: Work, client: Client): Promise<readonly Uint8Array[]> {
  if (client.erasedAt !== null) return [];
  const inRow = [client.mobileIndex, client.emailIndex].filter((index) => index !== null);
  const words = await readable(work.open<ClientWords>(client.id, client.sealed));
  const written = [words?.mobile, words?.email].filter((address) => typeof address === 'string');
  return [...inRow, ...written.flatMap((address) => work.indexes(address))];
}

/** What is opened or sealed; null once the key to it is destroyed, as it is after the restore of an older backup. */
export async function readable<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HeedError && error.problem === 'erased') return null;
    throw error;
  }
}

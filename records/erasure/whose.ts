import { HeedError } from '../errors';
import type { ClientWords } from '../people';
import type { Work } from '../work';

/** The blind indexes of whatever they could be written to at; those of the row alone, if its words can't be read. */
export async function addressesOf(work: Work, clientId: string): Promise<readonly Uint8Array[]> {
  const client = await work.db.client.findUniqueOrThrow({ where: { id: clientId } });
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

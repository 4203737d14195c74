import type { Work } from '../../work';
import type { MessageStatus } from '../vendor-codes';
import type { Line } from './rules';

/** What came of the messages to some addresses. */
export interface MessageEnds {
  /** @param since failures before it do not count any more */
  lineOf(address: string, isValid: boolean, since?: Date | null): Line;
}

interface EndedMessage {
  readonly status: string;
  readonly errorCode: string | null;
  readonly statusAt: Date;
}

/** Not those that are under way: nobody knows yet what becomes of them. */
const ended: readonly MessageStatus[] = ['sent', 'delivered', 'opened', 'failed-permanent'];

/** Reads them for all these addresses at once. */
export async function messageEndsOf(work: Work, addresses: readonly string[]): Promise<MessageEnds> {
  const indexes = [...new Set(addresses)].flatMap((address) => work.indexes(address));
  const found = await work.db.dispatch.findMany({
    where: { toIndex: { in: indexes }, status: { in: [...ended] } },
    orderBy: { seq: 'asc' },
    select: { toIndex: true, status: true, errorCode: true, statusAt: true },
  });
  const byIndex = new Map<string, EndedMessage[]>();
  for (const { toIndex, ...message } of found) {
    const key = keyOf(toIndex);
    byIndex.set(key, [...(byIndex.get(key) ?? []), message]);
  }
  return {
    lineOf: (address, isValid, since = null) => {
      const messages = work.indexes(address).flatMap((index) => byIndex.get(keyOf(index)) ?? []);
      const failed = messages.filter(({ status, statusAt }) => isFailure(status) && (!since || statusAt > since));
      const last = messages.at(-1);
      return {
        isValid,
        lastEnd: last ? { failedForGood: isFailure(last.status), errorCode: last.errorCode } : null,
        failures: failed.length,
      };
    },
  };
}

const isFailure = (status: string): boolean => status === 'failed-permanent';
const keyOf = (index: Uint8Array): string => Buffer.from(index).toString('base64');

import { markDelivered } from '../../records/outbox';
import { nameOf } from './failures';
import type { TellDeps } from './tell';

const writeDeliveredAfterMs = 50;

/**
 * Notes what was delivered, several together. What a crash keeps from being noted is delivered twice, which changes
 * nothing: a process starts once, and an act counts once.
 */
export function createDelivered({ records, log }: Pick<TellDeps, 'records' | 'log'>): {
  add(id: string): void;
  write(): Promise<void>;
} {
  let ids: string[] = [];
  const write = async (): Promise<void> => {
    const written = ids;
    ids = [];
    if (written.length > 0) await markDelivered(records, ...written);
  };
  return {
    add: (id) => {
      ids.push(id);
      if (ids.length > 1) return;
      setTimeout(() => {
        write().catch((error: unknown) => log.warn({ error: nameOf(error) }, 'will be delivered again'));
      }, writeDeliveredAfterMs);
    },
    write,
  };
}

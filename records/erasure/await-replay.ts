import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../runtime/log';
import type { Records } from '../records';
import { erasuresToReplay } from './ledger';

const lookAgainMs = 2_000;

/** By which PostgreSQL knows the connections of a process that looks before it works. */
export const lookingForReplays = 'heed-looking-for-replays';

/**
 * Whether a restored backup has brought back who was erased. Where the databases do not answer nobody knows: a process
 * starts without them, as ever, and `/readyz` says so.
 */
export async function replayIsDue(records: Records): Promise<boolean> {
  return (await erasuresToReplay(records).catch(() => 0)) > 0;
}

/**
 * Waits until the ledger is replayed; a database that goes away meanwhile is waited for too.
 * @param signal absent: as long as it takes
 * @returns false if the signal came first
 */
export async function replayed(records: Records, log: Log, signal?: AbortSignal): Promise<boolean> {
  for (;;) {
    if (signal?.aborted) return false;
    const left = await erasuresToReplay(records).catch(() => null);
    if (left === 0) return true;
    log.warn(
      { erasures: left },
      'waits for npm run erasure:replay: a restored backup has brought back what was erased',
    );
    await pause(lookAgainMs, undefined, signal ? { signal } : {}).catch(() => undefined);
  }
}

/**
 * How much a restored backup has brought back, asked as often as one likes: the ledger is read again only when one of the
 * databases is another than the one in which it was found to agree. Only a restore makes them differ.
 */
export function createReplayLook(records: Records): () => Promise<number> {
  let agreedIn: string | null = null;
  let underWay: Promise<number> | null = null;
  const compare = async (incarnation: string): Promise<number> => {
    const left = await erasuresToReplay(records);
    if (left === 0) agreedIn = incarnation;
    return left;
  };
  return async () => {
    // Before the comparison: what is restored in the middle of it is found the next time.
    const incarnation = await records.incarnation();
    if (incarnation === agreedIn) return 0;
    // Who asks meanwhile waits for the same answer, also if whoever asked first has given up waiting.
    underWay ??= compare(incarnation).finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

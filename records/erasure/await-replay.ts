import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../runtime/log';
import type { Records } from '../records';
import { erasuresToReplay } from './ledger';

const lookAgainMs = 2_000;

/**
 * Whether a restored backup has brought back who was erased. Where the databases do not answer nobody knows: a process
 * starts without them, as ever, and `/readyz` says so.
 */
export async function replayIsDue(records: Records): Promise<boolean> {
  return (await erasuresToReplay(records).catch(() => 0)) > 0;
}

/**
 * Waits until the ledger is replayed; a database that goes away meanwhile is waited for too.
 * @returns false if the signal came first
 */
export async function replayed(records: Records, log: Log, signal: AbortSignal): Promise<boolean> {
  for (;;) {
    if (signal.aborted) return false;
    const left = await erasuresToReplay(records).catch(() => null);
    if (left === 0) return true;
    log.warn(
      { erasures: left },
      'waits for npm run erasure:replay: a restored backup has brought back what was erased',
    );
    await pause(lookAgainMs, undefined, { signal }).catch(() => undefined);
  }
}

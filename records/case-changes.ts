import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { RecordsConfig } from '../runtime/config';

/** Hears which cases have changed, once that is on record, whichever process recorded it. */
export interface CaseChanges {
  /** @param heard is told the id of each case of the organisation that changed; null: every one may have. Returns how to stop */
  watch(organisationId: string, heard: (caseId: string | null) => void): () => void;
  close(): Promise<void>;
}

const triesAgainAfterMs = 1_000;
/** A connection on which nothing is asked is dropped on the way, and nobody hears of it, unless it shows that it lives. */
const livesMs = { keepAlive: true, keepAliveInitialDelayMillis: 30_000, connectionTimeoutMillis: 5_000 };

/**
 * One connection that listens, from when somebody first watches. What changes while it is being replaced is not heard:
 * everybody is told to look once there is one again.
 */
export function createCaseChanges({ DATABASE_URL }: Pick<RecordsConfig, 'DATABASE_URL'>): CaseChanges {
  const watchers = new EventEmitter().setMaxListeners(0);
  const closing = new AbortController();
  let listening: Promise<void> | undefined;

  const hear = ({ payload = '' }: { readonly payload?: string | undefined }): void => {
    const [organisationId, caseId] = payload.split(' ');
    if (organisationId && caseId) watchers.emit(organisationId, caseId);
  };

  const listen = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const client = new Client({ connectionString: DATABASE_URL, application_name: 'heed-changes', ...livesMs });
      // A database that is away for long must not leave a listener of each try at the end of the process.
      const over = new AbortController();
      const signal = AbortSignal.any([closing.signal, over.signal]);
      const broken = once(client, 'error', { signal });
      broken.catch(() => undefined);
      // A connection may break more than once, and an error that nobody listens to ends the process.
      client.on('error', () => undefined);
      client.on('notification', hear);
      try {
        await client.connect();
        await client.query('LISTEN case_changed');
        for (const organisationId of watchers.eventNames()) watchers.emit(organisationId, null);
        await Promise.race([broken, once(client, 'end', { signal })]);
      } catch {
        // Tried again below; /readyz says whether the database is there.
      } finally {
        over.abort();
        await client.end().catch(() => undefined);
      }
      await pause(triesAgainAfterMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };

  return {
    watch: (organisationId, heard) => {
      listening ??= listen();
      watchers.on(organisationId, heard);
      return () => void watchers.off(organisationId, heard);
    },
    close: async () => {
      closing.abort();
      await listening;
    },
  };
}

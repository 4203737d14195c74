import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { RecordsConfig } from '../runtime/config';

/** Hears which cases have changed, once that is on record, whichever process recorded it. */
export interface CaseChanges {
  /** @param heard is told the id of each case of the organisation that changed; returns how to stop */
  watch(organisationId: string, heard: (caseId: string) => void): () => void;
  close(): Promise<void>;
}

const triesAgainAfterMs = 1_000;

/**
 * One connection that listens, for as long as anybody watches. What changes while it is being replaced is not heard:
 * whoever watches looks again by themselves from time to time.
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
      const client = new Client({ connectionString: DATABASE_URL, application_name: 'heed-changes' });
      const broken = once(client, 'error', { signal: closing.signal });
      broken.catch(() => undefined);
      client.on('notification', hear);
      try {
        await client.connect();
        await client.query('LISTEN case_changed');
        await Promise.race([broken, once(client, 'end', { signal: closing.signal })]);
      } catch {
        // Tried again below; /readyz says whether the database is there.
      } finally {
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

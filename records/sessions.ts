import connectPgSimple from 'connect-pg-simple';
import session, { type Store } from 'express-session';
import type { RecordsConfig } from '../runtime/config';
import { createPool } from './pool';

/** Who has signed in to the console, for all processes that share the database. */
export interface Sessions {
  readonly store: Store;
  /**
   * Notes when whoever this session is of last did something. Nothing else of it is written, so that a slow request does
   * not bring back what was signed out meanwhile.
   */
  seen(sessionId: string, at: number): Promise<void>;
  close(): Promise<void>;
}

const pruneEverySeconds = 15 * 60;

/** @param mostMs after so long a session is forgotten, whatever the browser keeps */
export function createSessions({ DATABASE_URL }: Pick<RecordsConfig, 'DATABASE_URL'>, mostMs: number): Sessions {
  const pool = createPool({ connectionString: DATABASE_URL, max: 5, application_name: 'heed-sessions' });
  const PgStore = connectPgSimple(session);
  const store = new PgStore({
    pool,
    schemaName: 'console',
    tableName: 'sessions',
    // How long somebody may do nothing is counted in the session itself: what a page asks by itself is no sign of them.
    disableTouch: true,
    ttl: mostMs / 1_000,
    pruneSessionInterval: pruneEverySeconds,
    // What it says is the text of a query, with the session's id in it.
    errorLog: () => undefined,
  });
  return {
    store,
    seen: async (sessionId, at) => {
      await pool.query(
        "UPDATE console.sessions SET sess = jsonb_set(sess, '{signedIn,seenAt}', to_jsonb($2::bigint)) WHERE sid = $1",
        [sessionId, at],
      );
    },
    close: async () => {
      store.close();
      await pool.end();
    },
  };
}

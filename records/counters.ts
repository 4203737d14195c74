import { createHmac } from 'node:crypto';
import { RateLimiterMemory, RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';
import type { RecordsConfig } from '../runtime/config';
import { createPool } from './pool';

/** Counts how often somebody asks, over all processes that share the database. docs/adr/0025 */
export interface Counter {
  /** How many may come within a minute. */
  readonly most: number;
  /** One more. */
  count(key: string): Promise<Counted>;
}

export interface Counted {
  readonly remaining: number;
  /** Until the minute is over and the count begins anew. */
  readonly resetMs: number;
  /** More came than may. */
  readonly isOver: boolean;
}

export interface Counters {
  /** @param name apart from the others: the same key has another count in each */
  counter(name: string, mostPerMinute: number): Counter;
  close(): Promise<void>;
}

const seconds = 60;
/** A database that does not answer delays nobody for longer: the process then counts by itself. */
const answersWithinMs = 500;

export function createCounters({
  DATABASE_URL,
  INDEX_KEYS,
}: Pick<RecordsConfig, 'DATABASE_URL' | 'INDEX_KEYS'>): Counters {
  const [current] = INDEX_KEYS;
  if (!current) throw new Error('INDEX_KEYS is empty.');
  const pool = createPool({
    connectionString: DATABASE_URL,
    max: 5,
    application_name: 'heed-limits',
    connectionTimeoutMillis: answersWithinMs,
    query_timeout: answersWithinMs,
  });
  /** An address of a person or the token of a link is kept by nobody who can read the table. */
  const hashed = (key: string): string =>
    createHmac('sha256', current.key).update(`limits\n${key}`).digest('base64url');

  return {
    counter: (name, points) => {
      const inMemory = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
      const limiter = new RateLimiterPostgres({
        storeClient: pool,
        schemaName: 'limits',
        tableName: 'counts',
        tableCreated: true,
        clearExpiredByTimeout: true,
        keyPrefix: name,
        points,
        duration: seconds,
        // A flood costs the database nothing once it is known for one.
        inMemoryBlockOnConsumed: points + 1,
        insuranceLimiter: inMemory,
      });
      return {
        most: points,
        count: async (key) => {
          try {
            return { ...countedIn(await limiter.consume(hashed(key))), isOver: false };
          } catch (refused) {
            // The library answers a count that is over by throwing it; whatever else it throws is a fault.
            if (refused instanceof Error) throw refused;
            return { ...countedIn(refused as RateLimiterRes), isOver: true };
          }
        },
      };
    },
    close: () => pool.end(),
  };
}

const countedIn = ({ remainingPoints, msBeforeNext }: RateLimiterRes): Omit<Counted, 'isOver'> => ({
  remaining: Math.max(0, remainingPoints),
  resetMs: Math.max(0, msBeforeNext),
});

import { HeedError, unavailable } from './errors';

/**
 * PostgreSQL's own codes for "not now": shutting down, starting, connection lost, and what it has run out of (class 53:
 * disk, memory, connections) or cannot reach (58030: the disk itself).
 */
const awayStates = /^(57P0[123]|53\w{3}|08\w{3}|58030)$/;
/** Prisma's, and the network's. */
const awayCodes: ReadonlySet<string> = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

interface AdapterError {
  readonly cause?: { readonly originalCode?: unknown };
}

interface DatabaseError extends AdapterError {
  readonly code?: unknown;
  readonly meta?: { readonly driverAdapterError?: AdapterError };
}

/** Turns a lost or missing database into an error that says so; every other error stays what it is. */
export function sayIfAway(error: unknown): unknown {
  if (error instanceof HeedError) return error;
  const { code, meta, cause } = (error ?? {}) as DatabaseError;
  // What fails between two queries, as BEGIN and COMMIT do, comes from the adapter without Prisma's wrapping.
  const state = meta?.driverAdapterError?.cause?.originalCode ?? cause?.originalCode ?? code;
  const away = awayCodes.has(String(code)) || awayStates.test(String(state)) || saysConnectionIsGone(error);
  return away
    ? unavailable('records-away', 'The database does not answer. Ask again in a moment, with the same Idempotency-Key.')
    : error;
}

/** What the driver throws, without a code, when the server vanishes in the middle of a query, or has vanished since. */
const saysConnectionIsGone = (error: unknown): boolean =>
  error instanceof Error && connectionIsGone.test(error.message);

const connectionIsGone =
  /connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/i;

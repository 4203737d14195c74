import { createServer, type Server } from 'node:http';

/** How long a caller may take. In milliseconds. */
export interface Patience {
  /** Until the headers of a request are there. */
  readonly headersMs: number;
  /** Until all of a request is there. The largest body, a scanned form, takes this long at a slow office's one megabit. */
  readonly requestMs: number;
  /** For the next request on an open connection: longer than the balancer in front keeps one, so that it never meets a closing one. */
  readonly idleMs: number;
}

const patience: Patience = { headersMs: 15_000, requestMs: 150_000, idleMs: 65_000 };

/** A server on which nobody keeps a connection by sending a byte now and then. */
export function createHttpServer({ headersMs, requestMs, idleMs }: Patience = patience): Server {
  return createServer({
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    // How often Node looks for those who take too long.
    connectionsCheckingInterval: Math.min(5_000, headersMs),
  });
}

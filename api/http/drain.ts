import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { Server as ConnectionServer } from 'node:net';

/** How long an idle connection may still bring a request after the server has stopped listening. */
const lastRequestWithinMs = 1_000;
/** Whoever holds a connection open longer than this is not waiting for an answer. */
const answeredWithinMs = 10_000;

/**
 * How to end the server without leaving a request that reached it unanswered: it stops listening, answers what is under
 * way and what still comes in on open connections, tells those callers to close them, and ends the idle ones a moment
 * later. Node's own `close` ends idle connections at once, and with them a request that is just on its way.
 */
export function drainOf(server: Server): () => Promise<void> {
  const underWay = new Set<ServerResponse>();
  let draining = false;
  server.prependListener('request', (_request, response) => {
    if (draining) response.setHeader('Connection', 'close');
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
  });

  return async () => {
    draining = true;
    for (const response of underWay) if (!response.headersSent) response.setHeader('Connection', 'close');
    const drained = once(server, 'close');
    ConnectionServer.prototype.close.call(server);
    setTimeout(() => server.closeIdleConnections(), lastRequestWithinMs).unref();
    setTimeout(() => server.closeAllConnections(), answeredWithinMs).unref();
    await drained;
  };
}

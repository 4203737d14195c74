import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';

/**
 * Prepares the server's end in order. The function that it returns stops accepting, answers every request that came, and
 * says `Connection: close` with each answer, so that nobody sends another one into a closing door. Resolves when
 * everybody has gone; whoever holds a connection open longer than `withinMs` is not waiting for an answer.
 */
export function drainable(server: Server, withinMs: number): () => Promise<void> {
  const unanswered = new Set<ServerResponse>();
  let draining = false;
  const sayThatItCloses = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  };
  // Before the application sees the request, and may answer it at once.
  server.prependListener('request', (_request, response) => {
    if (draining) sayThatItCloses(response);
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
  });
  return async () => {
    draining = true;
    const drained = once(server, 'close');
    server.close();
    unanswered.forEach(sayThatItCloses);
    setTimeout(() => server.closeAllConnections(), withinMs).unref();
    await drained;
  };
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Watch } from './watch';

/** The way to the vendors, on which messages that are handed over are seen; questions pass freely. */
export interface VendorDoor {
  readonly url: string;
  close(): Promise<void>;
}

/** @param vendors address of the server behind it */
export async function createVendorDoor(vendors: string, watch: Watch<'send' | 'taken'>): Promise<VendorDoor> {
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isSend = request.method === 'POST';
    const body = await buffer(request);
    if (isSend) await watch('send');
    const answer = await fetch(vendors + request.url, {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      ...(isSend ? { body: new Uint8Array(body) } : {}),
    });
    const words = await answer.text();
    if (isSend && answer.ok) await watch('taken');
    response.writeHead(answer.status, [...answer.headers].filter(isOfTheMessage).flat()).end(words);
  };
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const headersOf = ({ headers }: IncomingMessage): [string, string][] =>
  Object.entries(headers)
    .map(([name, value]): [string, string] => [name, String(value)])
    .filter(isOfTheMessage);

/** Not of the connection, of which there are two. */
const isOfTheMessage = ([name]: [string, string]): boolean =>
  !['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'].includes(name.toLowerCase());

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly url: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  /** The body read as a form. */
  readonly form: Record<string, string>;
}

export interface HeedDouble {
  readonly url: string;
  readonly received: Received[];
  /** Answers of the next requests, in order; after them every request gets an empty 204. */
  readonly answers: { status: number; contentType?: string; body?: string }[];
  close(): Promise<void>;
}

/** Writes down what the sandbox posts to Heed's webhooks. */
export async function createHeedDouble(): Promise<HeedDouble> {
  const received: Received[] = [];
  const answers: HeedDouble['answers'] = [];
  const server = createServer((request, response) => {
    void request.toArray().then((chunks: Buffer[]) => {
      const path = request.url ?? '';
      const body = Buffer.concat(chunks);
      received.push({
        url: `${url}${path}`,
        path,
        headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
        body,
        form: Object.fromEntries(new URLSearchParams(body.toString())),
      });
      const answer = answers.shift() ?? { status: 204 };
      response.writeHead(answer.status, { 'content-type': answer.contentType ?? 'text/plain' }).end(answer.body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    received,
    answers,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

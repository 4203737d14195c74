import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A platform that listens for webhooks, and answers as the test says. */
export interface ListeningPlatform {
  readonly url: string;
  /** Where anything else on its port is. */
  readonly port: number;
  /** What came, in its order. */
  readonly heard: readonly Heard[];
  /** From now on; at first it takes everything. */
  answers(how: Answering): void;
  stop(): void;
}

export interface Heard {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answering = (heard: Heard, response: ServerResponse) => void;

export const takes: Answering = (_heard, response) => void response.writeHead(204).end();
export const answersWith =
  (status: number): Answering =>
  (_heard, response) =>
    void response.writeHead(status).end('');

export async function platformListening(): Promise<ListeningPlatform> {
  const heard: Heard[] = [];
  let answer = takes;
  const hear = ({ headers }: IncomingMessage, body: string): Heard => {
    const told = { ...JSON.parse(body), id: String(headers['webhook-id']), headers, body };
    heard.push(told);
    return told;
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => answer(hear(request, Buffer.concat(chunks).toString('utf8')), response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/heed`,
    port,
    heard,
    answers: (how) => {
      answer = how;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** As the library that platforms use says: whether this secret signed it, lately. */
export function isSignedBy(secret: string, { headers, body }: Heard): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

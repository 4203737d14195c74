import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drainable } from '../../api/http/drain';

/** A process that is told to end answers everybody whom it let in. */

let server: Server;
let answerLater: () => void;
let drain: () => Promise<void>;
const agent = new Agent({ keepAlive: true });

beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.url === '/later') answerLater = () => response.end('answered');
    else response.end('at once');
  });
  drain = drainable(server, 2_000);
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  agent.destroy();
  server.closeAllConnections();
});

const port = (): number => (server.address() as AddressInfo).port;
async function ask(path: string): Promise<{ text: string; connection: string | undefined }> {
  const request = get({ port: port(), host: '127.0.0.1', path, agent });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { text, connection: response.headers.connection };
}

test('a request that was let in is answered, and told that the connection closes', async () => {
  expect(await ask('/')).toEqual({ text: 'at once', connection: 'keep-alive' });
  const asked = ask('/later');
  await once(server, 'request');
  const drained = drain();
  answerLater();
  expect(await asked).toEqual({ text: 'answered', connection: 'close' });
  await drained;
});

test('nobody is let in any more', async () => {
  const address = { port: port(), host: '127.0.0.1', path: '/' };
  await drain();
  await expect(once(get(address), 'response')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('whoever only keeps a connection open does not hold up the end', async () => {
  await ask('/');
  await drain();
  expect(server.listening).toBe(false);
});

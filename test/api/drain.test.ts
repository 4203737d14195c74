import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drainOf } from '../../api/http/drain';
import { until } from '../support/until';

/** An API that ends answers whoever reached it, and tells them to come again by another connection. */

let answerHeld: (() => void) | undefined;
const server = createServer((request, response: ServerResponse) => {
  if (request.url === '/held') answerHeld = () => response.end('held');
  else response.end('at once');
});
const drain = drainOf(server);
let port = 0;
const agent = new Agent({ keepAlive: true });
afterAll(() => {
  agent.destroy();
  server.closeAllConnections();
  server.close();
});

async function ask(path: string): Promise<IncomingMessage> {
  const request = get({ agent, port, host: '127.0.0.1', path });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response;
}

test('what is under way and what comes on an open connection is answered; nobody new is let in', async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
  expect((await ask('/')).headers.connection).toBe('keep-alive');

  const held = ask('/held');
  await until('it is under way', () => answerHeld !== undefined);
  // A second connection, which is idle when the end comes.
  await Promise.all([ask('/'), ask('/')]);
  let ended = false;
  const draining = drain().then(() => {
    ended = true;
  });

  const late = await ask('/');
  expect({ status: late.statusCode, connection: late.headers.connection }).toEqual({
    status: 200,
    connection: 'close',
  });
  expect(ended).toBe(false);
  answerHeld?.();
  const last = await held;
  expect({ status: last.statusCode, connection: last.headers.connection }).toEqual({
    status: 200,
    connection: 'close',
  });
  await draining;
  expect(server.listening).toBe(false);
});

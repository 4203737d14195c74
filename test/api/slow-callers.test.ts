import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import express, { json } from 'express';
import { createHttpServer } from '../../api/http/http-server';

/** Whoever sends a byte now and then holds no connection, and so keeps nobody else out. */

const patience = { headersMs: 300, requestMs: 600, idleMs: 300 };
let server: Server;
beforeAll(async () => {
  const app = express();
  app.post('/', json(), (_request, response) => {
    response.json({ heard: true });
  });
  server = createHttpServer(patience);
  server.on('request', app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** Sends the beginning at once, then one byte of the rest every tenth of a second until it is cut off. */
async function dribble(
  beginning: string,
  rest: string,
): Promise<{ readonly answered: string; readonly afterMs: number }> {
  const socket: Socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  // Cut off in the middle of a byte, as it may be.
  socket.on('error', () => undefined);
  const began = Date.now();
  let answered = '';
  socket.on('data', (bytes) => {
    answered += bytes.toString();
  });
  socket.write(beginning);
  let sent = 0;
  const dribbling = setInterval(() => {
    if (socket.writable && sent < rest.length) socket.write(rest.charAt(sent));
    sent += 1;
  }, 100);
  await once(socket, 'close');
  clearInterval(dribbling);
  return { answered, afterMs: Date.now() - began };
}

const head = 'POST / HTTP/1.1\r\nHost: heed\r\nContent-Type: application/json\r\n';

test.each([
  ['its headers', head, 'X-Slow: '.padEnd(1_000, 'x'), patience.headersMs],
  ['its body', `${head}Content-Length: 1000\r\n\r\n`, '{"a":"'.padEnd(1_000, 'x'), patience.requestMs],
])('a request that takes for ever with %s is cut off', async (_what, beginning, rest, patienceMs) => {
  const { answered, afterMs } = await dribble(beginning, rest);
  expect(answered).toMatch(/^HTTP\/1\.1 408 /);
  expect(afterMs).toBeGreaterThanOrEqual(patienceMs);
  expect(afterMs).toBeLessThan(10_000);
});

test('a connection on which nothing more comes is closed, after it was answered', async () => {
  const { answered } = await dribble(`${head}Content-Length: 2\r\n\r\n{}`, '');
  expect(answered).toMatch(/^HTTP\/1\.1 200 /);
  expect(answered).toContain('{"heard":true}');
});

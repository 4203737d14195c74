import dns from 'node:dns';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { postSigned } from '../../runtime/signed-post';

/** What is posted goes to whom it is meant for, and never to the inside of our network. */

let inside: Server;
let port: number;
let connections = 0;
beforeAll(async () => {
  inside = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(inside, 'listening');
  const at = inside.address();
  if (at === null || typeof at === 'string') throw new Error('It listens nowhere.');
  port = at.port;
});
afterAll(() => inside.close());
beforeEach(() => {
  connections = 0;
});
afterEach(() => jest.restoreAllMocks());

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const post = (url: string, targets: 'public' | 'any' = 'public') =>
  postSigned(url, { id: 'm-1', at: new Date(), body: '{}', secrets: [secret] }, { targets, withinMs: 2_000 });

test.each([
  '10.1.2.3',
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '0',
  '169.254.169.254',
  '192.168.0.1',
  '100.64.0.1',
  '[::1]',
  '[::]',
  '[fc00::1]',
  '[fd12:3456::1]',
  '[fe80::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[64:ff9b::7f00:1]',
  'localhost',
  'localhost.',
  'postgres',
])('https://%s is refused before anybody is asked where it is', async (host) => {
  const asked = jest.spyOn(dns, 'lookup');
  expect(await post(`https://${host}:${port}/`)).toEqual({ because: 'target-refused' });
  expect({ asked: asked.mock.calls, connections }).toEqual({ asked: [], connections: 0 });
});

test.each([
  ['127.0.0.1', 4],
  ['::1', 6],
  ['169.254.169.254', 4],
  ['::ffff:10.0.0.1', 6],
])('a public name that stands for %s is not connected to', async (address, family) => {
  namesStandFor([{ address, family }]);
  expect(await post(`https://hooks.platform.co.uk:${port}/`)).toEqual({ because: 'ETARGETINSIDE' });
  expect(connections).toBe(0);
});

test('one inside address among public ones is enough to refuse them all', async () => {
  namesStandFor([
    { address: '8.8.8.8', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ]);
  expect(await post(`https://hooks.platform.co.uk:${port}/`)).toEqual({ because: 'ETARGETINSIDE' });
  expect(connections).toBe(0);
});

test('a name is asked once for each connection; it is the guard that keeps this one from being made', async () => {
  const asked = namesStandFor([{ address: '127.0.0.1', family: 4 }]);
  expect(await post(`https://hooks.platform.co.uk:${port}/`, 'any')).toEqual({ because: 'ECONNRESET' });
  expect({ asked: asked.mock.calls.length, connections }).toEqual({ asked: 1, connections: 1 });
});

/** Whatever name is looked up. */
function namesStandFor(found: readonly dns.LookupAddress[]): jest.SpyInstance {
  const answer = (_name: string, options: dns.LookupOptions, callback: (...answer: unknown[]) => void): void => {
    const [first] = found;
    if (options.all === true) callback(null, found);
    else callback(null, first?.address, first?.family);
  };
  return jest.spyOn(dns, 'lookup').mockImplementation(answer as unknown as typeof dns.lookup);
}

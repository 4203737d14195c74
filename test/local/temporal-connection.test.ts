import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { readTemporalConfig } from '../../runtime/config';
import { projectRoot } from '../../runtime/project-root';
import { connectionOptions } from '../../runtime/temporal/connection';

/**
 * Temporal Cloud, or a server with mutual TLS, by the environment alone: a server that speaks as much of gRPC as a client
 * asks to connect sees who comes, and with what.
 */

/** Made for these tests, and good for a hundred years. */
const certificate = (name: string): string => path.join(projectRoot, 'test/support/certificates', `${name}.pem`);
const pem = (name: string): Buffer => readFileSync(certificate(name));

interface Caller {
  readonly path: string;
  readonly certificateOf: unknown;
  readonly authorization: string | undefined;
  readonly namespace: string | undefined;
}

interface Server {
  readonly address: string;
  readonly callers: readonly Caller[];
  close(): void;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** @param asks for the client's certificate, or for an API key */
async function temporalThat(asks: { readonly certificate: boolean; readonly apiKey?: string }): Promise<Server> {
  const callers: Caller[] = [];
  const server = http2.createSecureServer({
    key: pem('server-key'),
    cert: pem('server'),
    ca: pem('authority'),
    requestCert: asks.certificate,
    rejectUnauthorized: asks.certificate,
  });
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session));
  server.on('sessionError', () => undefined);
  server.on('stream', (stream, headers) => {
    const peer = (stream.session?.socket as TLSSocket | undefined)?.getPeerCertificate();
    const caller = {
      path: String(headers[':path']),
      certificateOf: peer?.subject?.CN,
      authorization: headers.authorization,
      namespace: headers['temporal-namespace'] as string | undefined,
    };
    callers.push(caller);
    const isKnown = asks.apiKey === undefined || caller.authorization === `Bearer ${asks.apiKey}`;
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    // gRPC's numbers: done, or not authenticated.
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': isKnown ? '0' : '16' }));
    // One message without a word in it, uncompressed.
    stream.end(isKnown ? Buffer.alloc(5) : undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const started = {
    address: `localhost:${(server.address() as AddressInfo).port}`,
    callers,
    close: () => {
      for (const session of sessions) session.destroy();
      server.close();
    },
  };
  servers.push(started);
  return started;
}

function optionsIn(environment: Readonly<Record<string, string>>) {
  const replaced = jest.replaceProperty(process, 'env', { ...environment });
  try {
    return connectionOptions(readTemporalConfig());
  } finally {
    replaced.restore();
  }
}

/** As text, whose last line need not end. */
const certificatesIn = (options: ReturnType<typeof optionsIn>): unknown =>
  JSON.parse(
    JSON.stringify(options, (_name, value) => (isBytes(value) ? Buffer.from(value.data).toString().trim() : value)),
  );
const isBytes = (value: unknown): value is { readonly data: readonly number[] } =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';

type Connect = (environment: Readonly<Record<string, string>>) => Promise<void>;
const asTheApi: Connect = async (environment) => {
  const connection = await Connection.connect({ ...optionsIn(environment), connectTimeout: '3s' });
  await connection.close();
};
const asAWorker: Connect = async (environment) => {
  const connection = await NativeConnection.connect(optionsIn(environment));
  await connection.close();
};

const ofTheAuthority = { TEMPORAL_TLS_CA: certificate('authority') };
const withCertificate = { TEMPORAL_TLS_CERT: certificate('client'), TEMPORAL_TLS_KEY: certificate('client-key') };

describe.each([
  ['the API', asTheApi],
  ['a worker', asAWorker],
])('%s', (_who, connect) => {
  test('shows its certificate to a server with mutual TLS', async () => {
    const { address, callers } = await temporalThat({ certificate: true });
    await connect({ TEMPORAL_ADDRESS: address, ...ofTheAuthority, ...withCertificate });
    expect(callers[0]).toMatchObject({
      path: expect.stringContaining('GetSystemInfo'),
      certificateOf: 'heed-test-client',
      authorization: undefined,
    });
  });

  test('without one does not get in', async () => {
    const { address, callers } = await temporalThat({ certificate: true });
    await expect(connect({ TEMPORAL_ADDRESS: address, ...ofTheAuthority })).rejects.toThrow();
    expect(callers).toEqual([]);
  });

  test('shows its API key and its namespace, over TLS', async () => {
    const { address, callers } = await temporalThat({ certificate: false, apiKey: 'key-of-heed' });
    const cloud = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'heed.a1b2c', ...ofTheAuthority };
    await connect({ ...cloud, TEMPORAL_API_KEY: 'key-of-heed' });
    expect(callers[0]).toMatchObject({ authorization: 'Bearer key-of-heed', namespace: 'heed.a1b2c' });
    await expect(connect({ ...cloud, TEMPORAL_API_KEY: 'another' })).rejects.toThrow();
  });

  test('trusts no server that nobody vouches for, whatever key it has itself', async () => {
    const { address, callers } = await temporalThat({ certificate: false });
    await expect(connect({ TEMPORAL_ADDRESS: address, TEMPORAL_API_KEY: 'key-of-heed' })).rejects.toThrow();
    expect(callers).toEqual([]);
  });
});

test('certificates may be named by files of secrets, as every other setting', () => {
  const named = { TEMPORAL_ADDRESS: 'x:7233', ...ofTheAuthority, ...withCertificate };
  const [ca, crt, key] = ['authority', 'client', 'client-key'].map(certificate);
  const byFile = {
    TEMPORAL_TLS_CA_FILE: ca ?? '',
    TEMPORAL_TLS_CERT_FILE: crt ?? '',
    TEMPORAL_TLS_KEY_FILE: key ?? '',
  };
  expect(certificatesIn(optionsIn({ TEMPORAL_ADDRESS: 'x:7233', ...byFile }))).toEqual(
    certificatesIn(optionsIn(named)),
  );
});

test('a server of one’s own without TLS is spoken to plainly, and needs no more than its address', () => {
  expect(optionsIn({ TEMPORAL_ADDRESS: 'localhost:7233' })).toEqual({ address: 'localhost:7233' });
  expect(optionsIn({ TEMPORAL_ADDRESS: 'x:7233', TEMPORAL_API_KEY: 'k' })).toMatchObject({ tls: true, apiKey: 'k' });
});

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { generateIdentityKeys } from '../../local/identity/keys';
import { mintToken } from '../../local/identity/mint-token';
import { compiled } from '../support/compiled';
import { credentials, jsonOf, signingKey, twilioAt } from './sandbox-for-test';

const main = compiled('local/sandbox/main');
const parties = {
  accounts: [],
  clients: [],
  console: { clientId: 'console', clientSecret: 'secret', redirectUris: ['http://127.0.0.1:9/callback'] },
};

let folder: string;
let environment: NodeJS.ProcessEnv;
const started: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'heed-sandbox-process-'));
  environment = {
    PATH: process.env['PATH'],
    HEED_DATA_DIR: folder,
    HEED_URL: 'http://127.0.0.1:9',
    SANDBOX_PORT: String(await freePort()),
    TWILIO_ACCOUNT_SID: credentials.accountSid,
    TWILIO_AUTH_TOKEN: credentials.authToken,
    SENDGRID_API_KEY: 'SG.key',
    SENDGRID_SIGNING_KEY: signingKey,
  };
});

afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function start(): ChildProcess {
  const child = fork(main, {
    env: environment,
    // Not jest's: the process is plain Node, as under npm start.
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  started.push(child);
  return child;
}

async function startedAndReady(): Promise<ChildProcess> {
  const child = start();
  expect(await once(child, 'message')).toContain('ready');
  return child;
}

it('keeps messages over kill -9 at the same address, and ends on SIGTERM', async () => {
  const url = `http://127.0.0.1:${environment['SANDBOX_PORT']}`;
  const first = await startedAndReady();
  const { sid } = await twilioAt(url).messages.create({ to: '+447700900123', from: '+447700900456', body: 'Hello' });
  first.kill('SIGKILL');
  await once(first, 'exit');

  const second = await startedAndReady();
  const response = await fetch(`${url}/sandbox/messages`);
  expect(await jsonOf(response)).toMatchObject({ messages: [{ id: sid, text: 'Hello' }] });
  second.kill('SIGTERM');
  expect(await once(second, 'exit')).toEqual([0, null]);
});

it('runs the identity provider with the keys and parties that it is given', async () => {
  const keys = await generateIdentityKeys();
  environment['IDENTITY_PORT'] = String(await freePort());
  environment['IDENTITY_KEYS_FILE'] = path.join(folder, 'keys.json');
  environment['IDENTITY_PARTIES_FILE'] = path.join(folder, 'parties.json');
  await writeFile(environment['IDENTITY_KEYS_FILE'], JSON.stringify(keys));
  await writeFile(environment['IDENTITY_PARTIES_FILE'], JSON.stringify(parties));
  const child = await startedAndReady();

  const issuer = `http://127.0.0.1:${environment['IDENTITY_PORT']}`;
  const order = { keys, issuer, audience: 'heed', subject: 's-1', organisation: 'o-1', roles: ['dpo'] };
  const token = await mintToken({ ...order, lifetimeSeconds: 60 });
  const verified = jwtVerify(token, createRemoteJWKSet(new URL(`${issuer}/jwks`)), { issuer, audience: 'heed' });
  await expect(verified).resolves.toMatchObject({ payload: { sub: 's-1' } });

  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('ends with a sentence when a variable is missing', async () => {
  delete environment['TWILIO_AUTH_TOKEN'];
  const child = start();
  const words = child.stderr?.toArray();
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(String(await words)).toContain('TWILIO_AUTH_TOKEN is missing.');
});

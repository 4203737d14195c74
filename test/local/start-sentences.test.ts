import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { dataDirectoryOf, openDataDirectory } from '../../local/data-directory';
import {
  foreignDatabases,
  mayLeaveFirstDecision,
  portOf,
  type Settled,
  sandboxEnvironment,
  serviceEnvironment,
} from '../../local/environment';
import { requireFree } from '../../local/ports';
import { errorIn, lastWords } from '../../local/process-log';
import { generateSecrets, secretsIn } from '../../local/secrets';
import { requireTemporalAt } from '../../local/temporal/dev-server';

const settled: Settled = {
  port: 3210,
  ports: { postgres: 1, temporal: 2, temporalHttp: 3, sandbox: 4, identity: 5 },
  secrets: generateSecrets(),
  databases: { databaseUrl: 'app', ownerUrl: 'owner', keysDatabaseUrl: 'keys', keysOwnerUrl: 'keys-owner' },
  workflowBundle: '/bundle.js',
};
const files = { folder: '/data', identityKeys: '/keys', parties: '/parties', addressBook: '/address-book' };

describe('one clear sentence for', () => {
  test('a folder that cannot be written to', () => {
    for (const folder of ['/dev/null/heed', '/proc/heed']) {
      const open = () => openDataDirectory(dataDirectoryOf({ HEED_DATA_DIR: folder }));
      expect(open).toThrow(/^Heed keeps its local data in .* and cannot write there .*HEED_DATA_DIR to another one\.$/);
    }
  });

  test('a port that somebody else has', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as net.AddressInfo;
    await expect(requireFree(port)).rejects.toThrow(
      `Port ${port} is in use by another program. Set PORT to a free one`,
    );
    await new Promise((resolve) => other.close(resolve));
    await expect(requireFree(port)).resolves.toBeUndefined();
    await expect(requireTemporalAt(`127.0.0.1:${port}`)).rejects.toThrow(
      `No Temporal server answers at 127.0.0.1:${port}`,
    );
  });

  test('a PORT that is none', () => {
    expect(portOf({})).toBe(3000);
    expect(portOf({ PORT: '3456' })).toBe(3456);
    for (const PORT of ['http', '0', '70000', '3.5']) expect(() => portOf({ PORT })).toThrow(`PORT is ${PORT}, which`);
  });

  test('half a database of one’s own', () => {
    const all = { MIGRATION_DATABASE_URL: 'b', KEYS_DATABASE_URL: 'c', KEYS_MIGRATION_DATABASE_URL: 'd' };
    expect(foreignDatabases({})).toBeUndefined();
    expect(foreignDatabases({ ...all, DATABASE_URL: 'a' })).toMatchObject({ databaseUrl: 'a', ownerUrl: 'b' });
    expect(() => foreignDatabases(all)).toThrow('set DATABASE_URL too');
  });
});

test('a decision is left only on a stack that is all our own, and where it is wanted', () => {
  expect(mayLeaveFirstDecision({ PORT: '3456', METRICS_PORT: '9464', TEMPORAL_ADDRESS: '' })).toBe(true);
  expect(mayLeaveFirstDecision({ FIRST_DECISION: 'none' })).toBe(false);
  for (const place of ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'OIDC_ISSUER', 'TWILIO_API_BASE_URL', 'PUBLIC_URL']) {
    expect(mayLeaveFirstDecision({ [place]: 'elsewhere' })).toBe(false);
  }
  expect(() => mayLeaveFirstDecision({ FIRST_DECISION: 'no' })).toThrow('FIRST_DECISION is no: set it to none');
});

describe('what our processes are told', () => {
  test('by default everything local', () => {
    expect(serviceEnvironment(settled, {})).toMatchObject({
      PORT: '3210',
      HOST: '127.0.0.1',
      PUBLIC_URL: 'http://127.0.0.1:3210',
      TEMPORAL_ADDRESS: '127.0.0.1:2',
      TWILIO_API_BASE_URL: 'http://127.0.0.1:4',
      SENDGRID_API_BASE_URL: 'http://127.0.0.1:4',
      OIDC_ISSUER: 'http://127.0.0.1:5',
    });
  });

  test('the person’s own setting replaces one vendor and leaves the rest, an empty one nothing', () => {
    const person = { TWILIO_API_BASE_URL: 'http://recorder.example', SENDGRID_API_BASE_URL: '' };
    expect(serviceEnvironment(settled, person)).toMatchObject({
      TWILIO_API_BASE_URL: 'http://recorder.example',
      TWILIO_ACCOUNT_SID: settled.secrets.twilio.accountSid,
      SENDGRID_API_BASE_URL: 'http://127.0.0.1:4',
    });
  });

  test('the sandbox knows the same credentials, and signs people in unless somebody else does', () => {
    const service = serviceEnvironment(settled, { TWILIO_AUTH_TOKEN: 'own' });
    const own = sandboxEnvironment(service, settled, files, {});
    expect(own).toMatchObject({ TWILIO_AUTH_TOKEN: 'own', IDENTITY_PORT: '5', IDENTITY_PARTIES_FILE: '/parties' });
    const foreign = sandboxEnvironment(service, settled, files, { OIDC_ISSUER: 'https://id.example' });
    expect(foreign).not.toHaveProperty('IDENTITY_PORT');
  });
});

test('secrets are made once; a broken file is told and not replaced', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'heed-secrets-'));
  try {
    const file = path.join(folder, 'secrets.json');
    expect(secretsIn(file)).toEqual(secretsIn(file));
    writeFileSync(file, '{ "encryptionKeys"');
    expect(() => secretsIn(file)).toThrow(`${file} cannot be read`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('why a process ended', () => {
  test('is the last error of its log, or else its last plain line that is no stack', () => {
    const error = '{"level":50,"msg":"No database","error":"Error","code":"ECONNREFUSED"}';
    expect(errorIn(error)).toBe('No database: Error: ECONNREFUSED');
    expect(errorIn('{"level":30,"msg":"listening"}')).toBeUndefined();
    expect(lastWords(['{"level":30,"msg":"starting"}', error, '{"level":30,"msg":"bye"}'])).toBe(
      'No database: Error: ECONNREFUSED',
    );
    expect(lastWords(['Error: no port', '    at listen (net.js:1)', '', 'Node.js v20.20.2'].filter(Boolean))).toBe(
      'Error: no port',
    );
    expect(lastWords([])).toBe('it said nothing');
  });
});

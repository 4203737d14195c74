import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readApiConfig, readMigrationConfig } from '../../runtime/config';

/** A secret reaches a container as a file: each setting may stand in one that `NAME_FILE` names. */

const key = (fill: number): string => `k${fill}:${Buffer.alloc(32, fill).toString('base64')}`;
const inClear = {
  PUBLIC_URL: 'https://heed.example',
  TEMPORAL_ADDRESS: 'localhost:7233',
  OIDC_ISSUER: 'https://identity.example',
  SENDGRID_WEBHOOK_PUBLIC_KEY: 'public',
};
const secrets = {
  DATABASE_URL: 'postgresql://heed_app:word@localhost/heed',
  KEYS_DATABASE_URL: 'postgresql://heed_keys_app:word@localhost/keys',
  ENCRYPTION_KEYS: `${key(2)},${key(1)}`,
  INDEX_KEYS: key(3),
  TWILIO_AUTH_TOKEN: 'twilio-secret',
  TEMPORAL_API_KEY: 'temporal-secret',
  STRIPE_WEBHOOK_SECRET: 'stripe-secret',
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'heed-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** @param end what an editor may leave after the value */
const asFiles = (values: Readonly<Record<string, string>>, end = ''): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}_FILE`, written(name, value + end)]));

function readIn<T>(environment: Readonly<Record<string, string>>, read: () => T): T {
  const replaced = jest.replaceProperty(process, 'env', { ...environment });
  try {
    return read();
  } finally {
    replaced.restore();
  }
}
const read = (environment: Readonly<Record<string, string>>) => readIn({ ...inClear, ...environment }, readApiConfig);

test.each([
  ['as they are', ''],
  ['with a line that ends', '\n'],
  ['with a line that ends as on Windows', '\r\n'],
])('secrets by file are the same as in clear, %s', (_how, end) => {
  expect(read(asFiles(secrets, end))).toEqual(read(secrets));
});

test('the addresses that migrations take come by file as well', () => {
  const urls = { MIGRATION_DATABASE_URL: 'postgresql://a/main', KEYS_MIGRATION_DATABASE_URL: 'postgresql://a/keys' };
  expect(readIn(asFiles(urls), readMigrationConfig)).toEqual(urls);
});

test('an empty NAME_FILE is one that is not set, as an empty NAME is', () => {
  expect(read({ ...secrets, DATABASE_URL_FILE: '' })).toEqual(read(secrets));
  expect(read({ ...secrets, INDEX_KEYS: '', ...asFiles({ INDEX_KEYS: key(9) }) })).toMatchObject({
    INDEX_KEYS: [{ id: 'k9' }],
  });
});

test('what is not needed may be an empty file', () => {
  const { STRIPE_WEBHOOK_SECRET: _left, ...others } = secrets;
  expect(read({ ...others, ...asFiles({ STRIPE_WEBHOOK_SECRET: '' }) })).toEqual(read(others));
});

describe('one sentence, without a word of the secret, for', () => {
  const refusal = (environment: Readonly<Record<string, string>>): string => {
    try {
      read(environment);
    } catch (error) {
      return String(error);
    }
    throw new Error('It was taken.');
  };

  test('a file that is not there', () => {
    const file = path.join(folder, 'nowhere');
    const { TWILIO_AUTH_TOKEN: _left, ...others } = secrets;
    expect(refusal({ ...others, TWILIO_AUTH_TOKEN_FILE: file })).toBe(
      `Error: Heed cannot start: TWILIO_AUTH_TOKEN_FILE names ${file}, which cannot be read.`,
    );
  });

  test('an empty file, which is a setting that is not set', () => {
    const { TWILIO_AUTH_TOKEN: _left, ...others } = secrets;
    expect(refusal({ ...others, ...asFiles({ TWILIO_AUTH_TOKEN: '\n' }) })).toMatch(/TWILIO_AUTH_TOKEN is not set\.$/);
  });

  test('a secret that is given twice', () => {
    const twice = refusal({ ...secrets, ...asFiles({ TWILIO_AUTH_TOKEN: 'the-other' }) });
    expect(twice).toMatch(/TWILIO_AUTH_TOKEN and TWILIO_AUTH_TOKEN_FILE are both set/);
    expect(twice).not.toMatch(/the-other|twilio-secret/);
  });

  test('two keys by one id, of which the second would never be found', () => {
    const { ENCRYPTION_KEYS: _left, ...others } = secrets;
    const twice = `${key(1)},${key(2).replace('k2', 'k1')}`;
    expect(refusal({ ...others, ENCRYPTION_KEYS: twice })).toBe(
      'Error: Heed cannot start: ENCRYPTION_KEYS is not usable: must name each of its keys by another id.',
    );
  });

  test('a value in a file that is not usable', () => {
    const { ENCRYPTION_KEYS: _left, ...others } = secrets;
    const said = refusal({ ...others, ...asFiles({ ENCRYPTION_KEYS: 'k1:dG9vLXNob3J0' }) });
    expect(said).toMatch(/ENCRYPTION_KEYS is not usable: must be id:base64 pairs/);
    expect(said).not.toContain('dG9v');
  });
});

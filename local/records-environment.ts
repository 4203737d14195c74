import { existsSync } from 'node:fs';
import { demoMobiles } from '../prisma/demo-data';
import { keyRing, type RecordsConfig } from '../runtime/config';
import { type DataDirectory, dataDirectoryOf } from './data-directory';
import { PlainFailure } from './plain-failure';
import { portsIn } from './ports';
import { databases, databaseUrls } from './postgres/roles';
import { secretsIn } from './secrets';
import { temporalOfStack } from './stack-file';

/** Lets a tool of `records` work on the running stack, unless the environment names databases already. */
export function useRecordsOfRunningStack(): void {
  if (!isNamed('DATABASE_URL')) Object.assign(process.env, ofRunningStack());
}

/** Lets it speak to the running stack's Temporal, unless the environment names a server already. */
export function useTemporalOfRunningStack(): void {
  if (isNamed('TEMPORAL_ADDRESS')) return;
  const { temporalAddress, temporalNamespace } = temporalOfStack(dataDirectoryOf(process.env).stack);
  Object.assign(process.env, { TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: temporalNamespace });
}

/** To read and write the records of a stack with databases of its own beside it. */
export function recordsConfigOf(data: DataDirectory): RecordsConfig {
  const { DATABASE_URL, KEYS_DATABASE_URL, encryptionKeys, indexKeys } = recordsIn(data);
  return {
    DATABASE_URL,
    KEYS_DATABASE_URL,
    ENCRYPTION_KEYS: keyRing.parse(encryptionKeys),
    INDEX_KEYS: keyRing.parse(indexKeys),
    PHONE_ALLOW_LIST: demoMobiles,
  };
}

const isNamed = (name: string): boolean => Boolean(process.env[name] || process.env[`${name}_FILE`]);

function ofRunningStack(): NodeJS.ProcessEnv {
  const data = dataDirectoryOf(process.env);
  if (!existsSync(data.stack)) throw new PlainFailure(`There is no ${data.stack}: start the stack first (npm start).`);
  const { DATABASE_URL, KEYS_DATABASE_URL, encryptionKeys, indexKeys } = recordsIn(data);
  return {
    DATABASE_URL,
    KEYS_DATABASE_URL,
    ENCRYPTION_KEYS: process.env['ENCRYPTION_KEYS'] || encryptionKeys,
    INDEX_KEYS: process.env['INDEX_KEYS'] || indexKeys,
  };
}

function recordsIn({ secrets, ports }: DataDirectory) {
  const { postgres, encryptionKeys, indexKeys } = secretsIn(secrets);
  const { databaseUrl, keysDatabaseUrl } = databaseUrls(portsIn(ports)['postgres'] ?? 0, postgres, databases);
  return { DATABASE_URL: databaseUrl, KEYS_DATABASE_URL: keysDatabaseUrl, encryptionKeys, indexKeys };
}

import { existsSync } from 'node:fs';
import { dataDirectoryOf } from './data-directory';
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

const isNamed = (name: string): boolean => Boolean(process.env[name] || process.env[`${name}_FILE`]);

function ofRunningStack(): NodeJS.ProcessEnv {
  const data = dataDirectoryOf(process.env);
  if (!existsSync(data.stack)) throw new PlainFailure(`There is no ${data.stack}: start the stack first (npm start).`);
  const { postgres, encryptionKeys, indexKeys } = secretsIn(data.secrets);
  const { postgres: port = 0 } = portsIn(data.ports);
  const urls = databaseUrls(port, postgres, databases);
  return {
    DATABASE_URL: urls.databaseUrl,
    KEYS_DATABASE_URL: urls.keysDatabaseUrl,
    ENCRYPTION_KEYS: process.env['ENCRYPTION_KEYS'] || encryptionKeys,
    INDEX_KEYS: process.env['INDEX_KEYS'] || indexKeys,
  };
}

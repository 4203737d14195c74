import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withoutPrismaDownloads } from './dependencies.mjs';
import { hashOf, projectRoot, readStamp, runQuietly, writeStamp } from './steps.mjs';

const schemaFile = path.join(projectRoot, 'prisma/schema.prisma');
const stampFile = path.join(projectRoot, 'records/generated/.schema-hash');

/** The client that `records` queries with, generated when it is missing or the schema or Prisma itself has changed. */
export async function generatePrismaClient(say) {
  const prismaVersion = readFileSync(path.join(projectRoot, 'node_modules/prisma/package.json'), 'utf8');
  const wanted = hashOf(readFileSync(schemaFile), prismaVersion);
  if (readStamp(stampFile) === wanted && existsSync(path.join(projectRoot, 'records/generated/client.ts'))) return;
  await runQuietly(say, {
    what: 'Generating the Prisma client',
    command: process.execPath,
    args: ['node_modules/prisma/build/index.js', 'generate', '--no-hints'],
    environment: withoutPrismaDownloads(),
  });
  writeStamp(stampFile, wanted);
}

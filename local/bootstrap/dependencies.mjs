import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hashOf, projectRoot, readStamp, runQuietly, writeStamp } from './steps.mjs';

const heeds = { folder: projectRoot, what: 'Installing dependencies (once; about a minute)' };

/** `npm ci` of one package.json, when its node_modules is missing or is not what its package-lock.json says. */
export async function installDependencies(say, { folder, what } = heeds) {
  const lockFile = path.join(folder, 'package-lock.json');
  const stampFile = path.join(folder, 'node_modules/.heed-lock-hash');
  const wanted = hashOf(readFileSync(lockFile));
  if (readStamp(stampFile) === wanted) return;
  if (!installedMatchesLock(folder)) {
    const npm = process.env.npm_execpath;
    await runQuietly(say, {
      what,
      command: npm ? process.execPath : 'npm',
      args: [...(npm ? [npm] : []), 'ci', '--no-audit', '--no-fund', '--loglevel=error'],
      folder,
      environment: withoutPrismaDownloads(),
      shell: !npm && process.platform === 'win32',
    });
  }
  writeStamp(stampFile, wanted);
}

/** Someone ran `npm ci` by hand: npm's own note of what it installed agrees with the lock. */
function installedMatchesLock(folder) {
  const installed = readPackages(path.join(folder, 'node_modules/.package-lock.json'));
  const locked = readPackages(path.join(folder, 'package-lock.json'));
  if (!installed || !locked) return false;
  return Object.entries(locked).every(
    ([where, entry]) => where === '' || entry.optional || installed[where]?.version === entry.version,
  );
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Heed migrates by Prisma's WebAssembly engine and queries by its driver adapter, so the native engine is never used.
 * Any executable named here keeps Prisma from downloading it, which fails where its host is closed.
 */
export function withoutPrismaDownloads() {
  return { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' };
}

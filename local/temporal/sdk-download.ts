import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { version } from '@temporalio/testing/package.json';
import { projectRoot } from '../../runtime/project-root';
import { endsWithUs } from '../helper-process';
import { type Found, isExecutable, type Rung } from '../ladder';
import { type Say, withProgress } from '../say';

export type SdkServer = 'dev-server' | 'time-skipping';

/** A download that brings nothing for so long is on a network that swallows it. */
const stalledAfterMs = 20_000;

/** Where the SDK of this version puts a server that it downloads. */
export function sdkFolder(cache: string, kind: SdkServer): string {
  return path.join(cache, 'temporal-sdk', version, kind);
}

/** What the SDK left in that folder, whatever it named it. */
export function programsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.endsWith('.downloading'))
    .map((name) => path.join(folder, name))
    .filter(isExecutable);
}

export function downloadedBySdk(kind: SdkServer, cache: string, say: Say): Rung {
  return {
    name: "the Temporal SDK's own download",
    async find(): Promise<Found> {
      const folder = sdkFolder(cache, kind);
      mkdirSync(folder, { recursive: true });
      try {
        await withProgress(say, 'Downloading a Temporal server by the SDK', () => download(kind, folder));
      } catch (error) {
        return { missing: (error as Error).message };
      }
      const [program] = programsIn(folder);
      return program ? { path: program } : { missing: 'it left no program' };
    },
  };
}

function download(kind: SdkServer, folder: string): Promise<void> {
  const script = path.join(projectRoot, 'local/temporal/download-by-sdk.cjs');
  return new Promise((resolve, reject) => {
    const child = endsWithUs(spawn(process.execPath, [script, kind, folder], { stdio: ['ignore', 'ignore', 'pipe'] }));
    let told = '';
    child.stderr.on('data', (chunk) => {
      told += chunk;
    });
    const watch = whenStalled(folder, () => {
      told = `nothing came for ${stalledAfterMs / 1000} s`;
      child.kill('SIGKILL');
    });
    child.on('close', (code) => {
      clearInterval(watch);
      if (code === 0) resolve();
      else reject(new Error(shortened(told)));
    });
  });
}

function whenStalled(folder: string, giveUp: () => void): NodeJS.Timeout {
  let size = 0;
  let grewAt = Date.now();
  return setInterval(() => {
    const now = readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
    if (now !== size) grewAt = Date.now();
    size = now;
    if (Date.now() - grewAt > stalledAfterMs) giveUp();
  }, 1_000);
}

/** The SDK's messages nest one cause in another; the last one is the reason, and addresses are no help to a person. */
function shortened(message: string): string {
  return message.trim().split('\n')[0]?.split(': ').at(-1) || 'it failed without a word';
}

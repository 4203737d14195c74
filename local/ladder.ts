import { accessSync, constants, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PlainFailure } from './plain-failure';
import type { Say } from './say';

/** One way to come by a program. */
export interface Rung {
  /** As the person would call it: "`temporal` on the PATH". */
  readonly name: string;
  /** A way that only looks costs nothing and is passed over without a word. */
  readonly onlyLooks?: boolean;
  find(): Promise<Found>;
}

export type Found = { readonly path: string } | { readonly missing: string };

/**
 * Tries one way after another, says why each one that takes effort did not do, and resolves to the program's path.
 * Fails with one sentence that names every way tried, and `advice`.
 */
export async function climb(program: string, rungs: readonly Rung[], advice: string, say: Say): Promise<string> {
  const tried: string[] = [];
  for (const [index, rung] of rungs.entries()) {
    const found = await rung.find();
    if ('path' in found) return found.path;
    tried.push(`${rung.name}: ${found.missing}`);
    const next = rungs[index + 1];
    if (next && !rung.onlyLooks) say(`  No way to ${program} by ${rung.name} (${found.missing}); trying ${next.name}.`);
  }
  throw new PlainFailure(`There is no way to ${program} here (${tried.join('; ')}). ${advice}`);
}

/** The variable that names the program, if it is set. A wrong one is told at once: guessing on would hide it. */
export function namedBy(variable: string, environment: NodeJS.ProcessEnv): Rung {
  return {
    name: variable,
    onlyLooks: true,
    async find() {
      const named = environment[variable];
      if (!named) return { missing: 'not set' };
      if (isExecutable(named)) return { path: path.resolve(named) };
      throw new PlainFailure(
        `${variable} is ${named}, which is not a program that can be run; correct it or unset it.`,
      );
    },
  };
}

export function onThePath(program: string, environment: NodeJS.ProcessEnv): Rung {
  return {
    name: `\`${program}\` on the PATH`,
    onlyLooks: true,
    async find() {
      const file = process.platform === 'win32' ? `${program}.exe` : program;
      const candidates = (environment['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, file));
      const found = candidates.find(isExecutable);
      return found ? { path: found } : { missing: 'not there' };
    },
  };
}

/** What an earlier start has already fetched. */
export function fetchedEarlier(candidates: readonly string[]): Rung {
  return {
    name: 'fetched by an earlier start',
    onlyLooks: true,
    async find() {
      const found = candidates.find(isExecutable);
      return found ? { path: found } : { missing: 'nothing yet' };
    },
  };
}

/** One per user, so that every clone of Heed shares what took minutes to get. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  return path.join(environment['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache'), 'heed');
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

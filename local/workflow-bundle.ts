import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { version as sdkVersion } from '@temporalio/worker/package.json';

/**
 * The workflows as workers load them, bundled once for each state of their sources and kept in `cacheFolder`: three
 * workers would otherwise each spend seconds on the same work at every start. Resolves to the bundle's file.
 * @param entry the module that exports every workflow
 * @param interceptors modules beside it that look at what goes in and out of each; Heed's own, unless others are named
 */
export async function workflowBundle(
  entry: string,
  cacheFolder: string,
  interceptors: readonly string[] = ['pass-on-cause'],
): Promise<string> {
  const file = path.join(cacheFolder, `${hashOfFolder(path.dirname(entry))}.js`);
  if (existsSync(file)) return file;
  // Loaded only here: the bundler is heavy, and most starts have a bundle already.
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: entry,
    workflowInterceptorModules: interceptors.map((name) => path.join(path.dirname(entry), name)),
    logger: quiet,
  });
  rmSync(cacheFolder, { recursive: true, force: true });
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(`${file}.unfinished`, code);
  renameSync(`${file}.unfinished`, file);
  return file;
}

const nothing = () => undefined;
const quiet = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

function hashOfFolder(folder: string): string {
  const hash = createHash('sha256').update(sdkVersion);
  for (const file of filesIn(folder).sort()) hash.update(path.relative(folder, file)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 32);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const where = path.join(folder, entry.name);
    return entry.isDirectory() ? filesIn(where) : [where];
  });
}

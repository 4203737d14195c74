import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, climb, fetchedEarlier, namedBy, onThePath, type Rung } from '../../local/ladder';
import { reasonOf } from '../../local/plain-failure';
import { type Say, withProgress } from '../../local/say';

const execute = promisify(execFile);
const version = '4.32.5';

/** The fuzzer that speaks OpenAPI: a program of Python, in a folder of its own. */
export function findSchemathesis(environment: NodeJS.ProcessEnv, say: Say): Promise<string> {
  const folder = path.join(cacheFolder(environment), 'schemathesis', version);
  const program = path.join(folder, 'bin', 'schemathesis');
  return climb(
    'Schemathesis',
    [
      namedBy('SCHEMATHESIS_PATH', environment),
      onThePath('schemathesis', environment),
      fetchedEarlier([program]),
      installedByPip({ folder, program }, say),
    ],
    'Set SCHEMATHESIS_PATH to the program, or install Python with venv.',
    say,
  );
}

const installedByPip = (
  { folder, program }: { readonly folder: string; readonly program: string },
  say: Say,
): Rung => ({
  name: `pip (schemathesis ${version})`,
  find: async () => {
    try {
      await withProgress(say, 'Installing Schemathesis by pip', async () => {
        await execute('python3', ['-m', 'venv', '--clear', folder]);
        await execute(path.join(folder, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${version}`]);
      });
      return { path: program };
    } catch (error) {
      return { missing: reasonOf(error) };
    }
  },
});

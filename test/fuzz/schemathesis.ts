import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, climb, fetchedEarlier, namedBy, type Rung } from '../../local/ladder';
import { reasonOf } from '../../local/plain-failure';
import { type Say, withProgress } from '../../local/say';
import { projectRoot } from '../../runtime/project-root';

const execute = promisify(execFile);
const requirements = path.join(projectRoot, 'test/fuzz/requirements.txt');

/** The fuzzer that speaks OpenAPI: a program of Python, in a folder of its own. One on the PATH may be any version. */
export function findSchemathesis(environment: NodeJS.ProcessEnv, say: Say): Promise<string> {
  const folder = path.join(cacheFolder(environment), 'schemathesis', digestOf(requirements));
  const program = path.join(folder, 'bin', 'schemathesis');
  return climb(
    'Schemathesis',
    [
      namedBy('SCHEMATHESIS_PATH', environment),
      fetchedEarlier([program]),
      installedByPip({ folder, program }, environment, say),
    ],
    'Set SCHEMATHESIS_PATH to the program, or install Python 3.11 or newer with venv.',
    say,
  );
}

/** Other requirements make another folder. */
const digestOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);

const installedByPip = (
  { folder, program }: { readonly folder: string; readonly program: string },
  env: NodeJS.ProcessEnv,
  say: Say,
): Rung => ({
  name: 'pip',
  find: async () => {
    const missing = await whatPythonLacks(env);
    if (missing) return { missing };
    try {
      await withProgress(say, 'Installing Schemathesis by pip', async () => {
        await execute('python3', ['-m', 'venv', '--clear', folder], { env });
        const install = ['install', '--quiet', '--disable-pip-version-check', '--requirement', requirements];
        await execute(path.join(folder, 'bin', 'pip'), install, { env });
      });
      return { path: program };
    } catch (error) {
      return { missing: lastWordsOf(error) };
    }
  },
});

const askedOfPython = `
import sys
if sys.version_info < (3, 11): sys.exit('python3 is older than 3.11')
try: import ensurepip, venv
except ImportError: sys.exit('python3 has no venv; on Debian and Ubuntu it is the package python3-venv')
`;

async function whatPythonLacks(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    await execute('python3', ['-c', askedOfPython], { env });
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'python3 is not installed' : lastWordsOf(error);
  }
}

/** What a program said last; its command line tells nobody why it failed. */
function lastWordsOf(error: unknown): string {
  const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
  return `${stdout}\n${stderr}`.trim().split('\n').at(-1) || reasonOf(error);
}

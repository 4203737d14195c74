import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, statSync } from 'node:fs';

/** How to run a program as somebody else than root. */
export interface RunAs {
  /** Put before the program and its arguments. */
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** May look into and change any file, as root may, though it is not root. Both are kept over the start of a program. */
const asRootWithFiles = ['-all', '+dac_override', '+dac_read_search'].join(',');

/**
 * PostgreSQL refuses to run as root, and root's clones and temporary folders are often closed to everybody else.
 * So as root it runs as an ordinary user that keeps root's way with files, where the system has `setpriv`;
 * elsewhere as that user alone. Makes the data folder, owned by that user.
 * @param program what shall be run; tried once with `--version`
 */
export function runAsOwnerOf(dataFolder: string, program: string): RunAs {
  const asRoot = process.getuid?.() === 0;
  if (!existsSync(dataFolder)) {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    if (asRoot) chownSync(dataFolder, userId('postgres') ?? userId('nobody') ?? 65_534, -1);
  }
  if (!asRoot) return { prefix: [] };
  const uid = statSync(dataFolder).uid;
  const gid = uid;
  const setpriv = [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    // Without this, access(2), which PostgreSQL asks before it starts its own programs, forgets the two capabilities.
    '--securebits=+no_setuid_fixup',
    `--inh-caps=${asRootWithFiles}`,
    `--ambient-caps=${asRootWithFiles}`,
  ];
  return runs([...setpriv, program, '--version']) ? { prefix: setpriv } : { prefix: [], uid, gid };
}

function userId(name: string): number | undefined {
  try {
    return Number(execFileSync('id', ['-u', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}

function runs([command = '', ...args]: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

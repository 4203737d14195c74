import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { identityOf, type ProcessIdentity } from './process-identity';

/**
 * npm, and the shell that it runs a script in: the processes that this one should not outlive. When npm is killed, or
 * told to end, the shell between does not pass it on. None when somebody else started us: a shell that puts us in the
 * background may end and leave us running.
 */
export function launchersOf(environment: NodeJS.ProcessEnv): ProcessIdentity[] {
  if (!environment['npm_lifecycle_event']) return [];
  const parent = process.ppid;
  const chain = isShell(parent) ? [parent, ask(parent, 'ppid')].map(Number) : [parent];
  return chain.map(identityOf).filter((identity) => identity !== undefined);
}

const isShell = (pid: number) => /(^|\/)-?(ba|da|z|k|a)?sh$/.test(ask(pid, 'comm'));

/** What is known of a process; empty when it is gone. */
function ask(pid: number, what: 'ppid' | 'comm'): string {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', `${what}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
    }
    // Not every container has `ps`.
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return status.match(what === 'ppid' ? /^PPid:\s*(\d+)/m : /^Name:\s*(.+)$/m)?.[1] ?? '';
  } catch {
    return '';
  }
}

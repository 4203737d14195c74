import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A process and the moment it started: a number alone may have passed to a stranger since. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque; equal for the same process, different for the next one with its number. */
  readonly startedAt: string;
}

/** Who has this number now; undefined when nobody has, or only a process that has ended and awaits its parent. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** True only for the very process that was noted. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.startedAt === identity.startedAt;
}

/**
 * Asks the process to end, insists after `graceMs`, and returns when it is gone.
 * A process that only shares the number is never touched.
 */
export async function endProcess(identity: ProcessIdentity, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  const insistAt = Date.now() + graceMs;
  let next: NodeJS.Signals | undefined = signal;
  while (isRunning(identity)) {
    if (next !== undefined) signalIfThere(identity.pid, next);
    next = undefined;
    await pause(20);
    if (Date.now() >= insistAt) next = 'SIGKILL';
  }
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

/** The boot and the tick of the start: field 22 of /proc/<pid>/stat, counted after the name, which may hold spaces. */
function startFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[18]}`;
  } catch {
    return undefined;
  }
}

function startFromPs(pid: number): string | undefined {
  try {
    const answer = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const [state = 'Z', ...started] = answer.split(/\s+/);
    return state.startsWith('Z') ? undefined : started.join(' ');
  } catch {
    return undefined;
  }
}

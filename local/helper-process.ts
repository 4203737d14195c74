import type { ChildProcess } from 'node:child_process';

/** A program that only helps this process ends with it, even when it is told to end at once. */
export function endsWithUs<T extends ChildProcess>(child: T): T {
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('close', () => process.off('exit', end));
  return child;
}

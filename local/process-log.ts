import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync } from 'node:fs';
import path from 'node:path';

/** What one process of the stack says, in a file: a killed supervisor must not take its children's output with it. */
export interface ProcessLog {
  readonly file: string;
  /** Opened for appending; the caller hands it to the process and closes it. */
  open(): number;
  /** Whole lines written since the last call, newest last. */
  newLines(): string[];
  /** The newest lines, read before or not. */
  lastLines(): string[];
}

/** Enough to tell what happened, however much a process has to say. */
const mostBytes = 64 * 1024;

/** The log of the last run is kept beside this one's, with `.1` in its name. */
export function createProcessLog(folder: string, name: string): ProcessLog {
  const file = path.join(folder, `${name}.log`);
  if (existsSync(file)) renameSync(file, path.join(folder, `${name}.1.log`));
  let readUpTo = 0;
  return {
    file,
    open: () => openSync(file, 'a', 0o600),
    newLines() {
      const { from, text } = textAfter(file, readUpTo);
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      readUpTo = from + Buffer.byteLength(whole);
      return whole.split('\n').filter(Boolean);
    },
    lastLines: () => textAfter(file, 0).text.split('\n').filter(Boolean),
  };
}

function textAfter(file: string, position: number): { from: number; text: string } {
  if (!existsSync(file)) return { from: 0, text: '' };
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const from = Math.max(position, size - mostBytes);
    const buffer = Buffer.alloc(size - from);
    return { from, text: buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, from)) };
  } finally {
    closeSync(descriptor);
  }
}

const errorLevel = 50;

/** The words of an error in a line of ours (JSON with a level) or of a failure to start (plain); else undefined. */
export function errorIn(line: string): string | undefined {
  try {
    const { level, msg, error, code } = JSON.parse(line) as Readonly<Record<string, string | undefined>>;
    if (level === undefined || Number(level) < errorLevel) return undefined;
    return [msg, error, code].filter(Boolean).join(': ');
  } catch {
    return undefined;
  }
}

/** Why a process ended, as well as its own last words tell. */
export function lastWords(lines: readonly string[]): string {
  const errors = lines.map(errorIn).filter((words) => words !== undefined);
  // A stack trace's first line is the message; Node ends an uncaught one with its version.
  const plain = lines.filter((line) => !line.startsWith('{') && !/^\s|^Node\.js v|^node:internal/.test(line));
  return (errors.at(-1) ?? plain.at(-1) ?? lines.at(-1) ?? 'it said nothing').slice(0, 300);
}

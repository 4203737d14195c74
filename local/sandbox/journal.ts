import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { type Entry, entrySchema } from './message';

/** Where the sandbox writes down what happened, so that messages outlive the process. */
export interface Journal {
  /** What was written before this process started, oldest first. */
  readonly past: readonly Entry[];
  append(entry: Entry): void;
  close(): void;
}

/** JSON lines in a file. Each line is with the operating system before `append` returns, so `kill -9` loses none. */
export function createFileJournal(file: string): Journal {
  mkdirSync(path.dirname(file), { recursive: true });
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const handle = openSync(file, 'a', 0o600);
  // A line that was torn off must not swallow the one that comes after it.
  if (text !== '' && !text.endsWith('\n')) writeSync(handle, '\n');
  return {
    past: entriesIn(text, file),
    append: (entry) => void writeSync(handle, `${JSON.stringify(entry)}\n`),
    close: () => closeSync(handle),
  };
}

/** Remembers nothing: for a sandbox that lives as long as a test. */
export function createForgetfulJournal(): Journal {
  return { past: [], append: () => undefined, close: () => undefined };
}

function entriesIn(text: string, file: string): Entry[] {
  return text.split('\n').flatMap((line, index) => {
    const value = parsedOrTorn(line);
    if (value === undefined) return [];
    const entry = entrySchema.safeParse(value);
    if (!entry.success) throw new Error(`Line ${index + 1} of ${file} is not the sandbox's: ${entry.error.message}`);
    return [entry.data];
  });
}

function parsedOrTorn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

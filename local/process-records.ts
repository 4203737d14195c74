import { rmSync } from 'node:fs';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file';
import { endProcess, isRunning, type ProcessIdentity } from './process-identity';

const recordsSchema = z.record(
  z.string(),
  z.object({ pid: z.number().int().positive(), startedAt: z.string(), stopSignal: z.enum(['SIGTERM', 'SIGINT']) }),
);

export type StopSignal = 'SIGTERM' | 'SIGINT';

/** Which processes a stack has started, on disk, so that the next start can end what a killed one left behind. */
export interface ProcessRecords {
  remember(name: string, identity: ProcessIdentity, stopSignal: StopSignal): void;
  forget(name: string): void;
  /** Ends every noted process that still runs, and nothing else; resolves to their names. */
  endOrphans(): Promise<string[]>;
}

export function createProcessRecords(file: string): ProcessRecords {
  const read = () => recordsSchema.safeParse(readJsonFile(file)).data ?? {};
  return {
    remember(name, { pid, startedAt }, stopSignal) {
      writeJsonFile(file, { ...read(), [name]: { pid, startedAt, stopSignal } });
    },
    forget(name) {
      const { [name]: _ended, ...others } = read();
      writeJsonFile(file, others);
    },
    async endOrphans() {
      const orphans = Object.entries(read()).filter(([, noted]) => isRunning(noted));
      await Promise.all(orphans.map(([, orphan]) => endProcess(orphan, orphan.stopSignal, 5_000)));
      rmSync(file, { force: true });
      return orphans.map(([name]) => name);
    },
  };
}

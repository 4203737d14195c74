import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../runtime/project-root';
import { PlainFailure, reasonOf } from './plain-failure';

/** Everything one local stack keeps, file by file. Two folders are two stacks. */
export interface DataDirectory {
  readonly folder: string;
  readonly lock: string;
  readonly logs: string;
  readonly ports: string;
  readonly postgres: string;
  readonly processes: string;
  readonly secrets: string;
  readonly stack: string;
  readonly temporal: string;
  readonly workflowBundles: string;
  readonly parties: string;
  readonly addressBook: string;
  readonly identityKeys: string;
}

/** HEED_DATA_DIR, from where the command was typed; otherwise `.heed` in the clone. */
export function dataDirectoryOf(environment: NodeJS.ProcessEnv): DataDirectory {
  const folder = path.resolve(environment['HEED_DATA_DIR'] || path.join(projectRoot, '.heed'));
  const inside = (name: string) => path.join(folder, name);
  return {
    folder,
    lock: inside('supervisor.json'),
    logs: inside('logs'),
    ports: inside('ports.json'),
    postgres: inside('postgres'),
    processes: inside('processes.json'),
    secrets: inside('secrets.json'),
    stack: inside('stack.json'),
    temporal: inside('temporal.db'),
    workflowBundles: inside('workflow-bundles'),
    parties: inside('parties.json'),
    addressBook: inside('address-book.json'),
    identityKeys: inside('identity-keys.json'),
  };
}

/** Makes the folder. Fails with a sentence when it cannot be written to. */
export function openDataDirectory({ folder, logs }: DataDirectory): void {
  try {
    makeFolder(logs);
    // Others may pass through, as PostgreSQL's user must where root starts the stack, but not look around.
    chmodSync(folder, 0o711);
    const probe = path.join(folder, `.writable.${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new PlainFailure(
      `Heed keeps its local data in ${folder}, and cannot write there (${reasonOf(error)}). ` +
        'Make the folder writable, or set HEED_DATA_DIR to another one.',
    );
  }
}

/** Not by `recursive`: where a file system answers "no such file" to making one, as /proc does, Node asks it for ever. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}

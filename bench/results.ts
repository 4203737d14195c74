import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { version as sdkVersion } from '@temporalio/worker/package.json';
import { projectRoot } from '../runtime/project-root';
import type { Finding } from './measurements/measurement';
import { tableLines, targetTable } from './table';

/** What was measured, as Markdown. */
export function findingLines({ title, tables, targets, notes }: Finding): readonly string[] {
  const shown = [...tables, ...(targets.length > 0 ? [targetTable(targets)] : [])];
  return [
    `## ${title}`,
    '',
    ...shown.flatMap((table) => [...tableLines(table), '']),
    ...notes.flatMap((note) => [note, '']),
  ];
}

export interface Versions {
  readonly postgres: string;
  readonly temporal: string;
}

/** Writes bench/RESULTS.md: the last whole run, won or lost. */
export function writeResults(findings: readonly Finding[], versions: Versions, minutes: number): void {
  const [processor] = os.cpus();
  const lines = [
    '# Results of the last whole `npm run bench`',
    '',
    'Written by the run itself, as measured, won or lost.',
    '',
    `${new Date().toISOString().slice(0, 10)}, ${minutes.toFixed(0)} minutes. ` +
      `${os.cpus().length} × ${processor?.model.trim() ?? 'unknown processor'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ` +
      `${os.type()} ${os.release()}. Load generator, vendor, PostgreSQL, Temporal and all arms share this machine.`,
    '',
    `Node ${process.versions.node}, PostgreSQL ${versions.postgres}, Temporal server ${versions.temporal} (development server), ` +
      `Temporal SDK ${sdkVersion}. PostgreSQL writes to disk (fsync) as under \`npm start\`.`,
    '',
    ...findings.flatMap(findingLines),
  ];
  writeFileSync(path.join(projectRoot, 'bench/RESULTS.md'), `${lines.join('\n').trimEnd()}\n`);
}

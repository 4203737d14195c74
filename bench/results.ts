import { readFileSync, writeFileSync } from 'node:fs';
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

const file = path.join(projectRoot, 'bench/RESULTS.md');
const head = `# Results of \`npm run bench\`

Written by the runs themselves, as measured, won or lost: each section by the last run that measured it in full.
`;

/** Puts what was measured into bench/RESULTS.md, in place of what was measured of it before. */
export function writeResults(findings: readonly Finding[], versions: Versions, minutes: number): void {
  writeFileSync(file, withFindings(readFileSync(file, 'utf8'), findings, circumstances(versions, minutes)));
}

/** @param measured when and on what, as a sentence */
export function withFindings(written: string, findings: readonly Finding[], measured: string): string {
  const sections = new Map(
    written
      .split(/^(?=## )/m)
      .slice(1)
      .map((section) => [titleOf(section), section.trimEnd()]),
  );
  for (const finding of findings) {
    const [title = '', ...rest] = findingLines(finding);
    sections.set(titleOf(title), [title, '', measured, ...rest].join('\n').trimEnd());
  }
  return `${[head, ...sections.values()].join('\n\n').replaceAll(/\n{3,}/g, '\n\n')}\n`;
}

const titleOf = (section: string): string => section.split('\n', 1)[0] ?? '';

function circumstances({ postgres, temporal }: Versions, minutes: number): string {
  const [processor] = os.cpus();
  return (
    `Measured on ${new Date().toISOString().slice(0, 10)} in a run of ${minutes.toFixed(0)} minutes: ` +
    `${os.cpus().length} × ${processor?.model.trim() ?? 'unknown processor'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ` +
    `${os.type()} ${os.release()}, Node ${process.versions.node}, PostgreSQL ${postgres} that writes to disk (fsync) as under ` +
    `\`npm start\`, Temporal server ${temporal} (development server), Temporal SDK ${sdkVersion}. Load generator, vendor, ` +
    'PostgreSQL, Temporal and all arms share this machine.'
  );
}

import type { Table, Target } from './measurements/measurement';
import type { Spread } from './statistics';

/** As Markdown, which reads well on a terminal too: every column as wide as its widest cell. */
export function tableLines({ columns, rows }: Table): readonly string[] {
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, index) => (cells[index] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(columns), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

export const targetTable = (targets: readonly Target[]): Table => ({
  columns: ['target', 'wanted', 'measured', ''],
  rows: targets.map(({ what, wanted, measured, met }) => [what, wanted, measured, met ? 'met' : '**missed**']),
});

/** A number with as many digits as mean something. */
export function figure(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '∞';
  if (Number.isNaN(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

/** "12.3 (11.9–14.0)": the median of the rounds, and their range. */
export const spread = ({ median, least, most }: Spread): string =>
  `${figure(median)} (${figure(least)}–${figure(most)})`;

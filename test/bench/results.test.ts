import type { Finding } from '../../bench/measurements/measurement';
import { withFindings } from '../../bench/results';

/** What was measured stays on record until it is measured again. */

const finding = (title: string, note: string): Finding => ({ title, tables: [], targets: [], notes: [note] });

test('one measurement takes the place of what it found before, and of nothing else', () => {
  const both = withFindings('# Results', [finding('Intake', 'Slow.'), finding('Memory', 'Much.')], 'On Monday.');
  const one = withFindings(both, [finding('Intake', 'Quick.')], 'On Tuesday.');
  expect(one.split('\n').filter((line) => line !== '')).toEqual([
    expect.stringMatching(/^# Results/),
    expect.any(String),
    '## Intake',
    'On Tuesday.',
    'Quick.',
    '## Memory',
    'On Monday.',
    'Much.',
  ]);
});

test('what was never measured before comes last', () => {
  const first = withFindings('# Results', [finding('Intake', 'Slow.')], 'On Monday.');
  expect(withFindings(first, [finding('Memory', 'Much.')], 'On Tuesday.')).toBe(
    `${first.trimEnd()}\n\n## Memory\n\nOn Tuesday.\n\nMuch.\n`,
  );
});

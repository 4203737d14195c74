import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../runtime/project-root';

/** docs/hazards.md names what shows each control. A test that is renamed or removed is missed here. */

const log = readFileSync(path.join(projectRoot, 'docs/hazards.md'), 'utf8');
const [inUse = '', notYet = ''] = log.split('\n## Not yet in use\n');
const hazards = inUse
  .split('\n## ')
  .slice(1)
  .map((section) => {
    const [title = '', ...lines] = section.split('\n');
    const shownBy = lines.flatMap((line) => {
      const [, file = '', name = ''] = /^ {2}- `(test\/[^`]+)`: (.+)$/.exec(line) ?? [];
      return file === '' ? [] : [{ file, name }];
    });
    return { title, lines, shownBy };
  });

/** The names that a test file gives to its tests and groups. */
function namesIn(file: string): readonly string[] {
  const source = readFileSync(path.join(projectRoot, file), 'utf8');
  const named = source.matchAll(/(?:\b(?:test|describe)|\))\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g);
  return [...named].map(([, , name = '']) => name.replaceAll(/\\(.)/g, '$1'));
}

test('there are hazards, each with its cause, effect, control and at least one test', () => {
  expect(hazards.length).toBeGreaterThanOrEqual(12);
  for (const { title, lines, shownBy } of hazards) {
    const told = ['- Cause: ', '- Effect: ', '- Control: '].filter(
      (start) => !lines.some((line) => line.startsWith(start)),
    );
    expect([title, told]).toEqual([title, []]);
    expect([title, shownBy.length > 0]).toEqual([title, true]);
  }
});

test.each(hazards)('$title: each test that is named exists', ({ shownBy }) => {
  const missing = shownBy.filter(
    ({ file, name }) => !existsSync(path.join(projectRoot, file)) || !namesIn(file).includes(name),
  );
  expect(missing).toEqual([]);
});

test('what is not yet in use claims no test', () => {
  expect(notYet).not.toBe('');
  expect(notYet).not.toContain('test/');
  const waiting = [...notYet.matchAll(/^- ([^:]+):/gm)].map(([, title]) => title);
  expect(waiting.filter((title, index) => waiting.indexOf(title) !== index)).toEqual([]);
  expect(hazards.filter(({ title }) => waiting.includes(title))).toEqual([]);
});

test('a name that no test has is missed', () => {
  const names = namesIn('test/architecture/hazards.test.ts');
  expect(names).toContain('a name that no test has is missed');
  expect(names).not.toContain('a name that no test has');
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { english } from '../../activities/messaging/letters/english-templates';
import type { Purpose } from '../../records/purposes';
import { projectRoot } from '../../runtime/project-root';

/** A message's purpose is a type: only marketing can be stopped, and nothing else asks whether it was. domain.md §4 */

const purposes = Object.entries(english.templates).map(([key, { purpose }]): [string, Purpose] => [key, purpose]);
const of = (wanted: Purpose): readonly string[] =>
  purposes.filter(([, purpose]) => purpose === wanted).map(([key]) => key);

test('of all messages one kind alone is marketing', () => {
  expect(purposes.length).toBeGreaterThan(40);
  expect(of('marketing')).toEqual(['marketing-message']);
});

test('every other one is of urgent care, a service or a legal duty, and each of these is written', () => {
  expect([...of('urgent-care'), ...of('service'), ...of('legal'), ...of('marketing')].toSorted()).toEqual(
    purposes.map(([key]) => key).toSorted(),
  );
  expect(of('urgent-care')).toEqual(expect.arrayContaining(['inform-client', 'disclosure-concern', 'it-is-over']));
  expect(of('service')).toEqual(expect.arrayContaining(['sign-up-consent-form', 'notice-of-complaint']));
  expect(of('legal')).toEqual(['retention-notice']);
});

/** Every source file below these folders, with what it imports. */
const sources = ['activities', 'api', 'records', 'worker', 'workflows'].flatMap((folder) =>
  readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('generated'))
    .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(path.join(projectRoot, folder, file), 'utf8') })),
);

test('nothing but marketing asks who is suppressed', () => {
  const asking = sources
    .filter(({ text }) =>
      /\b(?:isSuppressed|suppressionOf|optedInAgain)\b|\.suppression\.|FROM suppressions/.test(text),
    )
    .map(({ file }) => file);
  expect(asking.length).toBeGreaterThan(0);
  // An exchange of keys asks which key a hash names, and of nobody whether they are suppressed.
  const others = asking.filter((file) => file !== 'records/rotation/index-keys.ts');
  expect(others.filter((file) => !file.startsWith('records/marketing/'))).toEqual([]);
});

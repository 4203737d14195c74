import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cy } from '../../api/pages/texts/cy';
import { en } from '../../api/pages/texts/en';
import { isTextKey, type TextKey, textIn } from '../../api/pages/texts/texts';
import { projectRoot } from '../../runtime/project-root';

/** What the personal pages say: all in one place, and nothing of it for nothing. How plain it is: plain-words.test.ts. */

const texts = Object.entries(en) as readonly (readonly [TextKey, string])[];
const placeholdersIn = (words: string): readonly string[] => (words.match(/\{\w+\}/g) ?? []).toSorted();

describe('each language', () => {
  test('fills in the same', () => {
    for (const [key, words] of Object.entries(cy)) {
      expect([key, placeholdersIn(words)]).toEqual([key, placeholdersIn(en[key as TextKey])]);
    }
  });

  test('has a title of its own: nothing can mark it as another’s', () => {
    expect(textIn('cy', 'title')).toEqual({ words: 'Neges i chi', language: 'cy' });
  });

  test('says in English, and says so, what it has no words for', () => {
    expect(textIn('cy', 'client.send')).toEqual({ words: en['client.send'], language: 'en' });
    expect(textIn('en', 'client.send')).toEqual({ words: en['client.send'], language: 'en' });
  });
});

describe('the pages', () => {
  const folder = path.join(projectRoot, 'api/pages');
  const sources = (where: string, ending: string): readonly (readonly [string, string])[] =>
    readdirSync(path.join(folder, where))
      .filter((name) => name.endsWith(ending))
      .map((name) => [name, readFileSync(path.join(folder, where, name), 'utf8')]);
  const templates = sources('templates', '.njk');
  const code = [...templates, ...sources('.', '.ts')];

  test('name no text that there is none of', () => {
    const named = templates.flatMap(([, source]) =>
      [...source.matchAll(/\bt\('([^']+)'(?=[,)])/g)].map(([, key = '']) => key),
    );
    expect(named.length).toBeGreaterThan(70);
    expect(named.filter((key) => !isTextKey(key))).toEqual([]);
  });

  /** Beginnings that a page completes by what it shows. */
  const completed = [
    ...new Set(
      code.flatMap(([, source]) =>
        [...source.matchAll(/['`]([a-z-]+(?:\.[a-z-]+)*\.)(?:'|\$\{)/g)].map(([, start = '']) => start),
      ),
    ),
  ];

  test('say everything that is written for them', () => {
    expect(completed.toSorted()).toEqual([
      'client.',
      'client.yes.',
      'contact.received.',
      'news.received.',
      'problem.',
      'sign-up.received.',
    ]);
    const unsaid = texts.filter(
      ([key]) =>
        !code.some(([, source]) => source.includes(`'${key}'`)) &&
        !completed.some((start) => key.startsWith(start) && !key.slice(start.length).includes('.')),
    );
    expect(unsaid).toEqual([]);
  });

  test.each(templates)('have no words of their own: %s', (_name, source) => {
    const left = source
      .replaceAll(/\{#[\s\S]*?#\}|\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}/g, '')
      .replaceAll(/<style>[\s\S]*?<\/style>/g, '')
      .replaceAll(/<[^>]*>/g, '');
    expect(left).not.toMatch(/\p{L}/u);
  });
});

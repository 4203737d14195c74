import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import { en } from '../../api/pages/texts/en';

/** What the personal pages say is read on a phone, perhaps in distress: with ease at the age of nine to eleven. */

const texts = Object.entries(en);

/** What is filled in is a name or a number: it counts as one short word. */
const readOut = (words: string): string => words.replaceAll(/\{\w+\}/g, 'Jo');
const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\d]+(['’-][\p{L}\d]+)*/gu) ?? [];

/** The US school grade at which it is read with ease. Grade 6 is entered at eleven. Kincaid et al. 1975 */
function grade(text: string): number {
  const words = wordsOf(text);
  const sentences = text.split(/[.?!:]+(\s|$)/).filter((part) => wordsOf(part ?? '').length > 0);
  const syllables = words.reduce((sum, word) => sum + syllable(word), 0);
  return fleschKincaid({ sentence: sentences.length, word: words.length, syllable: syllables });
}

test('plain words are told from hard ones', () => {
  expect(grade('We want to hear from you first.')).toBeLessThan(3);
  expect(grade('Disclosure is predicated upon the documented authorisation of the individual.')).toBeGreaterThan(12);
});

// Of fewer words the formula says nothing: "Continue" alone would need a doctor's degree.
const sentences = texts
  .map(([key, words]) => [key, readOut(words)] as const)
  .filter(([, text]) => wordsOf(text).length >= 5);

test.each(sentences)('%s is read with ease at the age of nine to eleven', (_key, text) => {
  expect(grade(text)).toBeLessThanOrEqual(6);
});

test('what is shorter is short: a word has two syllables at most, of all of them together', () => {
  const short = texts.map(([, words]) => readOut(words)).filter((text) => wordsOf(text).length < 5);
  const words = short.flatMap(wordsOf);
  expect(words.length).toBeGreaterThan(50);
  expect(words.reduce((sum, word) => sum + syllable(word), 0) / words.length).toBeLessThan(1.6);
});

import { foldedCharacter } from '../folded';
import { nationalNumber } from '../phones';

/** What in a text would tell whom it is about. A note names its client by their code. Pure. domain.md §2.7 */

/** Those who may not be named, and by what they would be known. */
export interface PeopleToHide {
  /** Names and usernames as they are written: every word of them is one. */
  readonly names: readonly string[];
  /** E.164. Other numbers are found by how they look. */
  readonly numbers: readonly string[];
  readonly homeAddress: string | null;
}

export interface Place {
  /** Where it begins in the text, and how long it is there, in UTF-16 code units. */
  readonly at: number;
  readonly length: number;
  readonly what: 'a name' | 'a phone number' | 'an email address' | 'an address';
}

/** Every place, from the first to the last; what lies within another one is not told apart. */
export function namesIn(text: string, people: PeopleToHide): readonly Place[] {
  const folding = fold(text);
  const found = [
    ...placesOf(folding, emailAddress, 'an email address'),
    ...phoneNumbers(folding, people.numbers),
    ...addresses(folding, people.homeAddress),
    ...wordsOf(people.names).flatMap((word) => placesOf(folding, wholeWord(word), 'a name')),
  ];
  return outermost(found);
}

/** As long as one can be, so that a text without spaces is not searched again from each of its letters. */
const emailAddress = /[^\s@<>(),;:]{1,64}@[^\s@<>(),;:]{1,255}\.[\p{L}\p{N}]{2,63}/gu;

interface Folding {
  readonly text: string;
  /** For each code unit of the folded text: where in the original its character begins and ends. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

function fold(original: string): Folding {
  const from: number[] = [];
  const to: number[] = [];
  let text = '';
  let at = 0;
  for (const character of original) {
    const plain = foldedCharacter(character);
    for (let unit = 0; unit < plain.length; unit += 1) {
      from.push(at);
      to.push(at + character.length);
    }
    // An accent that stands apart belongs to the letter before it.
    if (plain === '' && to.length > 0) to[to.length - 1] = at + character.length;
    text += plain;
    at += character.length;
  }
  return { text, from, to };
}

const placesOf = ({ text, from, to }: Folding, pattern: RegExp, what: Place['what']): readonly Place[] =>
  [...text.matchAll(pattern)].map(({ index, 0: match }) => {
    const at = from[index] ?? 0;
    return { at, length: (to[index + match.length - 1] ?? at) - at, what };
  });

/** "Dr" and the like are everybody's. */
const titles = new Set(['dr', 'mr', 'mrs', 'ms', 'miss', 'mx', 'prof', 'professor', 'doctor', 'sir', 'rev']);

/** Each word of the names, longest first. One letter, or a few digits, are no name: every text would have them. */
function wordsOf(names: readonly string[]): readonly string[] {
  const words = names.flatMap((name) => fold(name).text.match(/[\p{L}\p{N}]+/gu) ?? []);
  const isName = (word: string): boolean => (/\p{L}/u.test(word) ? word.length > 1 : word.length > 4);
  const telling = words.filter((word) => !titles.has(word) && (isName(word) || isUnspaced(word)));
  return [...new Set(telling)].sort((one, other) => other.length - one.length);
}

/** Of scripts that put no space between words there is no whole word to look for. */
const isUnspaced = (word: string): boolean =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u.test(word);

/** "Jo" is not named in "journey". */
const wholeWord = (word: string): RegExp =>
  isUnspaced(word) ? new RegExp(word, 'gu') : new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, 'gu');

/** What people put between the parts of a number. */
const between = '[\\s().\\-/]{0,3}';

/** Ten or eleven digits from a zero on, or eight and more after a plus or a double zero; a date is none. */
const looksLikeANumber = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:\\+|00)(?:${between}\\d){8,15}|(?!\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4})\\(?0(?:${between}\\d){9,10})(?!\\d)`,
  'gu',
);

const phoneNumbers = (folding: Folding, known: readonly string[]): readonly Place[] => [
  ...placesOf(folding, looksLikeANumber, 'a phone number'),
  // Also without the zero or the country that it begins with.
  ...known.flatMap((number) => placesOf(folding, spelled(nationalNumber(number)), 'a phone number')),
];

const spelled = (digits: string): RegExp => new RegExp(`(?<!\\d)0?${Array.from(digits).join(between)}(?!\\d)`, 'gu');

const postcode = /\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b/gu;

/** Its lines, its street without the house, and its postcode. A town alone is where many people live. */
function addresses(folding: Folding, homeAddress: string | null): readonly Place[] {
  if (homeAddress === null) return [];
  const { text } = fold(homeAddress);
  const codes = text.match(postcode) ?? [];
  const lines = text.replace(postcode, '').split(/[,\n]/);
  const streets = lines.map((line) => line.replace(/^\s*(?:flat\s+)?\d+\p{L}?\s+/u, ''));
  const parts = [...lines, ...streets]
    .map((part) => part.match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((words) => words.length > 1);
  const spacedAsYouLike = [...parts.map((words) => words.join('[^\\p{L}\\p{N}]{1,3}')), ...codes.map(anySpacing)];
  return spacedAsYouLike.flatMap((part) =>
    placesOf(folding, new RegExp(`(?<![\\p{L}\\p{N}])${part}(?![\\p{L}\\p{N}])`, 'gu'), 'an address'),
  );
}

const anySpacing = (code: string): string => Array.from(code.replace(/\s/g, '')).join('\\s*');

function outermost(places: readonly Place[]): readonly Place[] {
  const inOrder = [...places].sort((one, other) => one.at - other.at || other.length - one.length);
  let end = 0;
  return inOrder.filter(({ at, length }) => {
    const isWithin = at + length <= end;
    end = Math.max(end, at + length);
    return !isWithin;
  });
}

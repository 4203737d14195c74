/** Letters that Unicode takes for letters of their own and people for a plain one with something to it. */
const plainLetters: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ı: 'i', ς: 'σ' },
};

const ignored = /[\p{M}\p{Cf}]/gu;

/** One character as people take it to be the same: without accents, small, and nothing if it cannot be seen. */
export const foldedCharacter = (character: string): string =>
  Array.from(character.normalize('NFKD').toLowerCase().normalize('NFKD').replace(ignored, ''))
    .map((letter) => plainLetters[letter] ?? letter)
    .join('');

/** As people take words to be the same: without accents, in any letter case, however they are spaced. */
export const folded = (text: string): string =>
  Array.from(text).map(foldedCharacter).join('').replace(/\s+/g, ' ').trim();

/** The characters of GSM 7-bit, in which 153 fit into a part of an SMS; one other makes it 67. domain.md §7 */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extended = '^{}\\[~]|€';
const characters: ReadonlySet<string> = new Set(basic + extended);

/** Letters and marks that do not come apart into a plain letter and an accent. */
const plainForms: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  œ: 'oe',
  Œ: 'OE',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
};

/** The text as a phone without its alphabet would write it, accents left out; null where that cannot be done. */
export function inGsm7(text: string): string | null {
  const written = Array.from(text.normalize('NFC'), plainly);
  return written.every((part) => part !== null) ? written.join('') : null;
}

function plainly(character: string): string | null {
  if (characters.has(character)) return character;
  const plain = plainForms[character] ?? character.normalize('NFKD').replace(/\p{Mark}/gu, '');
  return plain !== '' && Array.from(plain).every((part) => characters.has(part)) ? plain : null;
}

export const isGsm7 = (text: string): boolean => Array.from(text).every((character) => characters.has(character));

/**
 * How many parts an SMS takes: 160 septets in one, 153 each in several; a single character outside GSM-7 makes it
 * 70 and 67 UTF-16 units. A character of two is never cut in half. domain.md §7
 */
export function smsParts(text: string): number {
  const written = Array.from(text);
  if (isGsm7(text)) return partsOf(written.map(septetsOf), 160, 153);
  return partsOf(
    written.map((character) => character.length),
    70,
    67,
  );
}

/** Those of the extension table take an escape and a septet. */
const septetsOf = (character: string): number => (extended.includes(character) ? 2 : 1);

function partsOf(sizes: readonly number[], alone: number, inSeveral: number): number {
  if (sizes.reduce((sum, size) => sum + size, 0) <= alone) return 1;
  let parts = 1;
  let filled = 0;
  for (const size of sizes) {
    if (filled + size > inSeveral) {
      parts += 1;
      filled = 0;
    }
    filled += size;
  }
  return parts;
}

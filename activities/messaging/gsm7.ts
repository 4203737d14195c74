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

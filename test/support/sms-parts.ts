/** GSM 03.38, basic table: one septet each. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Its extension table: an escape and a septet. */
const extended = '\f^{}\\[~]|€';

const septetsOf = (character: string): number => (extended.includes(character) ? 2 : 1);

export const isGsm7 = (text: string): boolean =>
  Array.from(text).every((character) => basic.includes(character) || extended.includes(character));

/**
 * How many parts an SMS takes: 160 septets in one, 153 each in several; a single character outside GSM-7 makes it
 * 70 and 67 UTF-16 units. A character of two is never cut in half.
 */
export function smsParts(text: string): number {
  const characters = Array.from(text);
  if (isGsm7(text)) return partsOf(characters.map(septetsOf), 160, 153);
  return partsOf(
    characters.map((character) => character.length),
    70,
    67,
  );
}

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

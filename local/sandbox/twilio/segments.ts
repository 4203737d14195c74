/** GSM 03.38: characters that take one septet, and those that take two. */
const oneSeptet =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const twoSeptets = '\f^{}\\[~]|€';

/** How many SMS parts a text needs; a single character outside GSM 03.38 makes all of it UCS-2. */
export function smsSegments(text: string): number {
  const characters = Array.from(text);
  if (characters.every((character) => oneSeptet.includes(character) || twoSeptets.includes(character))) {
    const septets = characters.length + characters.filter((character) => twoSeptets.includes(character)).length;
    return septets <= 160 ? 1 : Math.ceil(septets / 153);
  }
  return text.length <= 70 ? 1 : Math.ceil(text.length / 67);
}

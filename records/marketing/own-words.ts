/** An email in its parts: what decides what it asks for, and what it carries besides. A person who reads it sees all. */
export interface Parts {
  /** What somebody wrote themselves, a line each: without what they quote. */
  readonly own: readonly string[];
  /** What is quoted, and what introduces it. Whose words these are, nobody can tell from how they are marked. */
  readonly quoted: readonly string[];
}

/** Characters. Nobody's program introduces a quotation in a longer line. */
const longestIntroduction = 500;

export function partsOf(text: string): Parts {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  const own: string[] = [];
  const quoted: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const introduction = introduces(lines, index);
    if (line.startsWith('>')) {
      quoted.push(line);
    } else if (introduction > 0) {
      quoted.push(...lines.slice(index, index + introduction));
      index += introduction - 1;
      // Below lines that are marked as quoted somebody may have answered; below others everything is history.
      const next = lines.slice(index + 1, index + 1 + mostLinesBetween).find((later) => later !== '');
      if (!next?.startsWith('>')) return partedAt(lines, index + 1, { own, quoted });
    } else if (separatesHistory.test(line) || beginsHeadersAt(lines, index)) {
      return partedAt(lines, index, { own, quoted });
    } else {
      own.push(line);
    }
  }
  return { own: filled(own), quoted: filled(quoted) };
}

const mostLinesBetween = 10;

const partedAt = (lines: readonly string[], at: number, { own, quoted }: Parts): Parts => ({
  own: filled(own),
  quoted: filled([...quoted, ...lines.slice(at)]),
});

const filled = (lines: readonly string[]): readonly string[] => lines.filter((line) => line !== '');

/** `On 3 May, Riverside wrote:` in the languages that people's programs have; the address may stand on a second line. */
const introducesHistory =
  /^(?:on\b.*\bwrote|am\b.*\bschrieb(?:\b.*)?|le\b.*\ba écrit|el\b.*\bescribió|il\b.*\bha scritto|op\b.*\bschreef.*)\s*:$/i;
const separatesHistory =
  /^(?:-{2,}\s*(?:original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine)\s*-{2,}|begin forwarded message:|_{10,})$/i;
/** Outlook's: `From:` with `Sent:` or `To:` below it. */
const beginsHeaders = /^(?:from|von|de|da):\s/i;
const goesOnWithHeaders = /^(?:sent|date|to|subject|gesendet|datum|an|betreff|envoyé|à):\s/i;

const beginsHeadersAt = (lines: readonly string[], index: number): boolean =>
  beginsHeaders.test(lines[index] ?? '') && goesOnWithHeaders.test(lines[index + 1] ?? '');

/** How many lines introduce what is quoted from here on; 0: none. */
function introduces(lines: readonly string[], index: number): number {
  const line = lines[index] ?? '';
  const next = lines[index + 1] ?? '';
  if (line.length + next.length > longestIntroduction) return 0;
  if (introducesHistory.test(line)) return 1;
  return introducesHistory.test(`${line} ${next}`) && !introducesHistory.test(next) ? 2 : 0;
}

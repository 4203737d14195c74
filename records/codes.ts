import { randomInt } from 'node:crypto';

/** Without letters and digits that are mistaken for one another. */
const alphabet = 'ABCDEFGHJKMNPQRTUVWXYZ346789';

/** A code that people read out and type in, and that nobody has yet. */
export async function newCode(length: number, isTaken: (code: string) => Promise<boolean>): Promise<string> {
  for (;;) {
    const code = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
    if (!(await isTaken(code))) return code;
  }
}

import { randomInt } from 'node:crypto';
import type { Work } from './work';

/** Without letters and digits that are mistaken for one another. */
const alphabet = 'ABCDEFGHJKMNPQRTUVWXYZ346789';

/**
 * A code that people read out and type in. Nobody has it yet, and nobody else of the organisation is being given it in a
 * transaction that has not committed.
 * @param what codes of another kind may be the same
 */
export async function newCode(
  work: Work,
  what: string,
  length: number,
  isTaken: (code: string) => Promise<boolean>,
): Promise<string> {
  for (;;) {
    const code = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
    // In this order: whoever had it before us has committed by the time that we look.
    if ((await isOurs(work, `${what} ${code}`)) && !(await isTaken(code))) return code;
  }
}

async function isOurs({ db, organisationId }: Work, code: string): Promise<boolean> {
  const [lock] = await db.$queryRaw<{ ours: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`${organisationId} ${code}`}, 0)) AS ours`;
  return lock?.ours ?? false;
}

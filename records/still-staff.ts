import { type Caller, isPlatform } from './caller';
import { isId } from './ids';
import type { Work } from './work';

/**
 * Whether somebody who signed in is still one of the staff: neither taken off them, nor on record as having left since.
 * Whoever left before is vouched for by the provider anew.
 * @param since when they signed in
 */
export async function isStillStaff({ db }: Work, caller: Caller, since: Date): Promise<boolean> {
  if (isPlatform(caller) || !isId(caller.credential)) return false;
  const found = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM staff member LEFT JOIN practitioners profile ON profile.staff_id = member.id
    WHERE member.id = ${caller.credential}::uuid AND (profile.left_at IS NULL OR profile.left_at <= ${since})`;
  return found.length > 0;
}

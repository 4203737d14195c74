import { conflict } from '../errors';
import type { Work } from '../work';

/**
 * Each client has one place with their practitioner, from the moment at which that practitioner is asked to take them on.
 * The database holds the limit: `caseload_within_its_limit`.
 */

/**
 * Takes a place with this practitioner, if one is free; at once, however many ask for it.
 * @returns false if there is none
 */
export async function takePlace(work: Work, practitionerId: string): Promise<boolean> {
  const taken = await work.db.$executeRaw`
    UPDATE practitioners SET caseload = caseload + 1, last_offered_at = ${work.at}
    WHERE staff_id = ${practitionerId}::uuid AND caseload < caseload_limit AND left_at IS NULL`;
  return taken > 0;
}

/** As takePlace. @throws Conflict where there is none */
export async function requirePlace(work: Work, practitionerId: string): Promise<void> {
  if (await takePlace(work, practitionerId)) return;
  throw conflict('caseload-full', 'This practitioner has no room for another client.');
}

/** Whoever has no profile has no places to count. */
export async function freePlace(work: Work, practitionerId: string): Promise<void> {
  await work.db.$executeRaw`UPDATE practitioners SET caseload = caseload - 1 WHERE staff_id = ${practitionerId}::uuid`;
}

/** Moves a client's place. Both rows are locked in one order, so that two who swap clients do not wait for each other. */
export async function movePlace(work: Work, from: string | null, to: string): Promise<void> {
  if (from === to) return;
  const both = [to, ...(from === null ? [] : [from])];
  await work.db.$queryRaw`
    SELECT staff_id FROM practitioners WHERE staff_id = ANY(${both}::uuid[]) ORDER BY staff_id FOR UPDATE`;
  await requirePlace(work, to);
  if (from !== null) await freePlace(work, from);
}

import { type Caller, hasRole, isPlatform } from '../caller';
import { forbidden } from '../errors';
import { signUpUnderWay } from '../sign-up/sign-up-row';
import { isOnDuty } from '../urgent-care/access';
import type { Work } from '../work';
import { isAllocated } from './access';

/** Who reaches a client's record: those who treat them, and those who are responsible while something waits. domain.md §2.5, §2.7 */

/**
 * The client's own practitioner; a supervisor; a duty clinician as long as something of the client's waits for one.
 * @throws NotFound for no client of ours, or one who was erased
 */
export async function isInPathway(work: Work, caller: Caller, clientId: string): Promise<boolean> {
  if (await isAllocated(work, caller, clientId)) return true;
  return hasRole(caller, 'supervisor') || (await standsByFor(work, caller, clientId));
}

/** As isInPathway. @throws Forbidden for anybody else, NotFound */
export async function requireInPathway(work: Work, caller: Caller, clientId: string): Promise<void> {
  if (await isInPathway(work, caller, clientId)) return;
  throw forbidden("Only people in the client's treatment pathway may do this.");
}

/** The pathway, and who keeps registrations: the platform, an admin. @throws Forbidden, NotFound */
export async function requirePlanKeeper(work: Work, caller: Caller, clientId: string): Promise<void> {
  if ((await isInPathway(work, caller, clientId)) || isPlatform(caller) || hasRole(caller, 'admin')) return;
  throw forbidden("Only people in the client's treatment pathway may read or change the plan.");
}

/**
 * A duty clinician: on duty while a case or a sign-up is open. A safety answer is theirs on duty or off, until it is
 * judged: whoever was paged in the last minute of a shift must be able to read what for. Who has it, keeps it.
 */
async function standsByFor(work: Work, caller: Caller, clientId: string): Promise<boolean> {
  if (!hasRole(caller, 'duty-clinician')) return false;
  if (await hasSafetyAnswerFor(work, caller, clientId)) return true;
  if (!(await isOnDuty(work, caller))) return false;
  return (await hasOpenCase(work, clientId)) || (await signUpUnderWay(work, clientId)) !== null;
}

const hasSafetyAnswerFor = async ({ db }: Work, { credential }: Caller, clientId: string): Promise<boolean> => {
  const concerns = await db.safetyConcern.findMany({
    where: { clientId },
    select: { judgedAt: true, judgedBy: true, takenBy: true },
  });
  return concerns.some((one) => one.judgedAt === null || one.judgedBy === credential || one.takenBy === credential);
};

/** Aftercare is still the work of whoever is on duty. */
const hasOpenCase = async ({ db }: Work, clientId: string): Promise<boolean> =>
  (await db.case.count({ where: { clientId, aboutAnother: false, status: { not: 'closed' } } })) > 0;

import { type Caller, hasRole, isPlatform } from '../caller';
import { forbidden } from '../errors';
import type { Prisma } from '../generated/client';
import { isId } from '../ids';
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
  return hasRole(caller, 'supervisor') || (await standsByFor(work, caller, { clientId })).has(clientId);
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

/** The clients in whose pathway the caller is, for lists: the same question as isInPathway, asked once for all of them. */
export async function inPathwayOf(work: Work, caller: Caller): Promise<Prisma.ClientWhereInput> {
  if (hasRole(caller, 'supervisor')) return {};
  const treated = hasRole(caller, 'practitioner') && isId(caller.credential);
  return {
    OR: [
      ...(treated ? [{ practitionerId: caller.credential }] : []),
      { id: { in: [...(await standsByFor(work, caller))] } },
    ],
  };
}

/** As requirePlanKeeper, for lists. */
export async function planKeptBy(work: Work, caller: Caller): Promise<Prisma.ClientWhereInput> {
  return isPlatform(caller) || hasRole(caller, 'admin') ? {} : inPathwayOf(work, caller);
}

/**
 * For whom a duty clinician stands by: on duty while a case or a sign-up is open. A safety answer is theirs on duty or off,
 * until it is judged: whoever was paged in the last minute of a shift must be able to read what for. Who has it, keeps it.
 * @param of one client; otherwise anybody
 */
async function standsByFor(
  work: Work,
  caller: Caller,
  of: { readonly clientId?: string } = {},
): Promise<ReadonlySet<string>> {
  if (!hasRole(caller, 'duty-clinician') || !isId(caller.credential)) return new Set();
  const { db } = work;
  const { credential: staffId } = caller;
  const select = { clientId: true };
  const whose = [
    await db.safetyConcern.findMany({
      where: { ...of, OR: [{ judgedAt: null }, { judgedBy: staffId }, { takenBy: staffId }] },
      select,
    }),
  ];
  if (await isOnDuty(work, caller)) {
    // Aftercare is still the work of whoever is on duty.
    whose.push(await db.case.findMany({ where: { ...of, aboutAnother: false, status: { not: 'closed' } }, select }));
    whose.push(await db.signUp.findMany({ where: { ...of, endedAt: null }, select }));
  }
  return new Set(whose.flat().map(({ clientId }) => clientId));
}

import { type Caller, hasRole, isPlatform } from '../caller';
import { hasAccount, isAllocated } from '../clients/access';
import { forbidden } from '../errors';
import type { Prisma } from '../generated/client';
import { isId } from '../ids';
import { everyoneOnDuty } from '../rota/on-duty';
import type { Work } from '../work';
import type { CaseRow } from './case-row';

/** Who may do what in a case. contract.md §3 */

/** Owner, supervisor, duty clinician while on duty. */
export async function requireDecider(work: Work, theCase: CaseRow, caller: Caller): Promise<void> {
  if (await mayDecide(work, theCase, caller)) return;
  throw forbidden("Only the case's owner, a duty clinician on duty or a supervisor may do this.");
}

/** As requireDecider, for whoever is only shown what they may do. */
export async function mayDecide(work: Work, { id, ownerId }: CaseRow, caller: Caller): Promise<boolean> {
  if (caller.credential === ownerId || hasRole(caller, 'supervisor')) return true;
  return (await isOnDuty(work, caller)) || (await casesWaitingFor(work, caller)).includes(id);
}

/**
 * Owner, allocated practitioner, duty clinician while on duty, supervisor, DPO, whoever the case is offered to; the platform,
 * without words.
 */
export async function requireReader(work: Work, theCase: CaseRow, caller: Caller): Promise<void> {
  if (await mayRead(work, theCase, caller)) return;
  throw forbidden("Only people in the client's treatment pathway may read this case.");
}

/** As requireReader, for whoever is only told that something has changed. */
export const mayRead = async (work: Work, { id }: Pick<CaseRow, 'id'>, caller: Caller): Promise<boolean> =>
  (await work.db.case.count({ where: { AND: [{ id }, await readableBy(work, caller)] } })) > 0;

/** Which cases the caller may read. */
export async function readableBy(work: Work, caller: Caller): Promise<Prisma.CaseWhereInput> {
  if (isPlatform(caller) || hasRole(caller, 'supervisor', 'dpo') || (await isOnDuty(work, caller))) return {};
  // Nobody of ours: there is no case that they may read.
  if (!isId(caller.credential)) return { id: { in: [] } };
  const allocated = await work.db.client.findMany({
    where: hasRole(caller, 'practitioner') ? { practitionerId: caller.credential } : { id: { in: [] } },
    select: { id: true },
  });
  return {
    OR: [
      { ownerId: caller.credential },
      { clientId: { in: allocated.map(({ id }) => id) } },
      { id: { in: [...(await casesWaitingFor(work, caller))] } },
      // Nobody can answer for a case, or say why not, without having read it.
      { id: { in: [...(await casesOfferedTo(work, caller.credential))] }, status: { not: 'closed' } },
    ],
  };
}

/** A duty clinician whom the rota names at this moment, or would if it had no gap. */
export const isOnDuty = async (work: Work, caller: Caller): Promise<boolean> =>
  hasRole(caller, 'duty-clinician') && (await everyoneOnDuty(work)).some(({ id }) => id === caller.credential);

/**
 * The cases that wait for this duty clinician's answer: they were asked on duty, or the case is offered to them. The end
 * of a shift takes from nobody what they were asked for.
 */
async function casesWaitingFor(work: Work, caller: Caller): Promise<readonly string[]> {
  const { credential: staffId } = caller;
  if (!hasRole(caller, 'duty-clinician') || !isId(staffId)) return [];
  const asked = await work.db.checkpoint.findMany({ where: { staffId, closedAt: null }, select: { caseId: true } });
  const ids = [...asked.map(({ caseId }) => caseId), ...(await casesOfferedTo(work, staffId))];
  const open = await work.db.case.findMany({
    where: { id: { in: ids }, status: { not: 'closed' } },
    select: { id: true },
  });
  return open.map(({ id }) => id);
}

/** The cases, open or not, of which an offer to them has no answer yet, whatever their role. */
async function casesOfferedTo(work: Work, staffId: string): Promise<readonly string[]> {
  const offers = await work.db.handover.findMany({ where: { toId: staffId, answer: null }, select: { caseId: true } });
  return offers.map(({ caseId }) => caseId);
}

/**
 * Whoever may hear an answer in person or by phone: the client's own practitioner, the owner, who is ever on the rota, the
 * platform. Off duty too: listening is not disclosing, and no withdrawal waits for a shift to begin.
 */
export async function requireListener(work: Work, theCase: CaseRow, caller: Caller): Promise<void> {
  if (await mayListen(work, theCase, caller)) return;
  throw forbidden("Only people in the client's treatment pathway may record this.");
}

/** As requireListener, for whoever is only shown what they may do. */
export async function mayListen(work: Work, { ownerId, clientId }: CaseRow, caller: Caller): Promise<boolean> {
  if (isPlatform(caller) || hasRole(caller, 'duty-clinician', 'supervisor')) return true;
  if (caller.credential === ownerId) return true;
  return (await hasAccount(work, clientId)) && (await isAllocated(work, caller, clientId));
}

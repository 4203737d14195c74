import { type Caller, hasRole, isPlatform } from '../caller';
import { forbidden } from '../errors';
import type { Work } from '../work';
import type { CaseRow } from './case-row';

/** Who may do what in a case. contract.md §3 */

/** Owner, duty clinician, supervisor. */
export function requireDecider(theCase: CaseRow, caller: Caller): void {
  if (caller.credential === theCase.ownerId || hasRole(caller, 'duty-clinician', 'supervisor')) return;
  throw forbidden("Only the case's owner, a duty clinician or a supervisor may do this.");
}

/** Owner, allocated practitioner, duty clinician, supervisor, DPO; the platform, without words. */
export async function requireReader(work: Work, theCase: CaseRow, caller: Caller): Promise<void> {
  if (isPlatform(caller) || hasRole(caller, 'duty-clinician', 'supervisor', 'dpo')) return;
  if (caller.credential === theCase.ownerId || (await isAllocated(work, theCase, caller))) return;
  throw forbidden("Only people in the client's treatment pathway may read this case.");
}

/** Whoever may hear an answer in person or by phone: the client's own practitioner, the owner, the rota, the platform. */
export async function requireListener(work: Work, theCase: CaseRow, caller: Caller): Promise<void> {
  if (isPlatform(caller) || hasRole(caller, 'duty-clinician', 'supervisor')) return;
  if (caller.credential === theCase.ownerId || (await isAllocated(work, theCase, caller))) return;
  throw forbidden("Only people in the client's treatment pathway may record this.");
}

async function isAllocated(work: Work, { clientId }: CaseRow, caller: Caller): Promise<boolean> {
  const client = await work.db.client.findUnique({ where: { id: clientId }, select: { practitionerId: true } });
  return hasRole(caller, 'practitioner') && client?.practitionerId === caller.credential;
}

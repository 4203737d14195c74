import { type Caller, hasRole, isPlatform } from '../caller';
import { forbidden, notFound } from '../errors';
import type { Work } from '../work';

/** Who may do what with a client's record. domain.md §2.5 and §2.7 */

/** Platform, admin, duty clinician, supervisor, and the client's own practitioner. @throws NotFound, Forbidden */
export async function requirePlanKeeper(work: Work, caller: Caller, clientId: string): Promise<void> {
  const isTheirs = await isAllocated(work, caller, clientId);
  if (isTheirs || isPlatform(caller) || hasRole(caller, 'admin', 'duty-clinician', 'supervisor')) return;
  throw forbidden("Only people in the client's treatment pathway may read or change the plan.");
}

/** Whether the caller is the client's own practitioner. @throws NotFound for one who is not this organisation's, or erased */
export async function isAllocated(work: Work, caller: Caller, clientId: string): Promise<boolean> {
  const client = await work.db.client.findUnique({
    where: { id: clientId, erasedAt: null },
    select: { practitionerId: true },
  });
  if (!client) throw notFound('client');
  return hasRole(caller, 'practitioner') && client.practitionerId === caller.credential;
}

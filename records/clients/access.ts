import { type Caller, hasRole } from '../caller';
import { notFound } from '../errors';
import type { Work } from '../work';

/** Whether the caller is the client's own practitioner. @throws NotFound for one who is not this organisation's, or erased */
export async function isAllocated(work: Work, caller: Caller, clientId: string): Promise<boolean> {
  const client = await work.db.client.findUnique({
    where: { id: clientId, erasedAt: null },
    select: { practitionerId: true },
  });
  if (!client) throw notFound('client');
  work.about.add(clientId);
  return hasRole(caller, 'practitioner') && client.practitionerId === caller.credential;
}

/** Whether they were not erased: nobody treats whoever was, and what a hold keeps of them is read all the same. */
export const hasAccount = async ({ db }: Work, clientId: string): Promise<boolean> =>
  (await db.client.count({ where: { id: clientId, erasedAt: null } })) > 0;

import { audit } from '../audit/record';
import { type Caller, hasRole, staffActorOf } from '../caller';
import { conflict, forbidden } from '../errors';
import { newId } from '../ids';
import { clientWords } from '../people';
import type { Work } from '../work';
import { readPractitioner } from './practitioners';

/** Why a practitioner can't work with a client: sealed under the client's key. */
interface ConflictWords {
  readonly reason: string;
}

export interface ConflictRecorded {
  readonly id: string;
  readonly practitionerId: string;
  readonly clientId: string;
}

/**
 * Says that these two can't work together: no allocation goes there from now on. One that was accepted before stands until
 * a supervisor reassigns the client.
 * @throws Forbidden for a practitioner who says so of another one; Conflict if it is known already
 */
export async function recordConflict(
  work: Work,
  caller: Caller,
  { practitionerId, clientId, reason }: ConflictWords & { readonly practitionerId: string; readonly clientId: string },
): Promise<ConflictRecorded> {
  const by = await staffActorOf(work, caller);
  await readPractitioner(work, practitionerId);
  if (!hasRole(caller, 'supervisor', 'admin') && practitionerId !== by.id) {
    throw forbidden('A practitioner records their own conflicts of interest.');
  }
  await clientWords(work, clientId);
  const where = { practitionerId_clientId: { practitionerId, clientId } };
  if (await work.db.conflictOfInterest.findUnique({ where })) {
    throw conflict('conflict-known', 'This conflict of interest is on record already.');
  }
  const id = newId();
  const words: ConflictWords = { reason };
  await work.db.conflictOfInterest.create({
    data: {
      id,
      organisationId: work.organisationId,
      practitionerId,
      clientId,
      recordedBy: by.id,
      recordedAt: work.at,
      sealed: await work.seal(clientId, words),
    },
  });
  await audit(work, { actor: by, action: 'conflict-of-interest.recorded', clientId, words: reason });
  return { id, practitionerId, clientId };
}

/** The practitioners who can't work with this client. */
export async function conflictedWith(work: Work, clientId: string): Promise<readonly string[]> {
  const found = await work.db.conflictOfInterest.findMany({ where: { clientId }, select: { practitionerId: true } });
  return found.map(({ practitionerId }) => practitionerId);
}

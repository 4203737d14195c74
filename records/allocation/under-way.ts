import { auditListRead } from '../audit/reads';
import { type Caller, hasRole, requireRole } from '../caller';
import { type OnePage, onePageOf } from '../one-page';
import { clientNames, staffNames } from '../people';
import type { Work } from '../work';
import type { AllocationStanding } from './allocation-row';
import { newestRounds } from './newest-rounds';

/** One sign-up in which a practitioner is looked for, or asked. */
export interface AllocationUnderWay {
  readonly signUpId: string;
  readonly clientId: string;
  /** By which letters name the sign-up. */
  readonly code: string;
  /** null: for whoever is asked to take them on, and has not yet. domain.md §2.7 */
  readonly clientName: string | null;
  readonly standing: AllocationStanding;
  /** Who is proposed or asked; null: nobody is. */
  readonly practitioner: string | null;
  readonly since: Date;
  /** Until when the practitioner answers; null: nobody is asked. */
  readonly answerBy: Date | null;
}

/**
 * Every sign-up that waits for its allocation, what waits longest first; of a practitioner, those in which they are asked.
 * Whoever is shown is named in the audit. @throws Forbidden
 */
export async function allocationsUnderWay(
  work: Work,
  caller: Caller,
  page: number,
): Promise<OnePage<AllocationUnderWay>> {
  requireRole(caller, 'practitioner', 'supervisor', 'admin');
  const seesAll = seesWhoItIs(caller);
  const theirs = (await newestRounds(work)).filter(
    ({ standing, practitionerId }) => seesAll || (standing === 'confirmed' && practitionerId === caller.credential),
  );
  const waitingLongest = theirs.toSorted((one, other) => one.proposedAt.getTime() - other.proposedAt.getTime());
  const { items, ...place } = onePageOf(waitingLongest, page);
  const names = seesAll
    ? await clientNames(
        work,
        items.map(({ clientId }) => clientId),
      )
    : null;
  const practitioners = await staffNames(
    work,
    items.flatMap(({ practitionerId }) => practitionerId ?? []),
  );
  await auditListRead(work, caller, 'allocations.read', items);
  return {
    ...place,
    items: items.map(({ signUpId, clientId, code, standing, practitionerId, proposedAt, answerBy }) => ({
      ...{ signUpId, clientId, code, standing, answerBy, since: proposedAt },
      clientName: names?.get(clientId) ?? null,
      practitioner: stands.includes(standing) && practitionerId ? (practitioners.get(practitionerId) ?? null) : null,
    })),
  };
}

const stands: readonly AllocationStanding[] = ['proposed', 'confirmed'];

/** Whoever decides knows for whom; whoever is asked learns it once they have taken them on. */
export const seesWhoItIs = (caller: Caller): boolean => hasRole(caller, 'supervisor', 'admin');

import type { ClientEventKind } from '../../workflows/staff-notice/contract';
import { auditRead } from '../audit/reads';
import { type Caller, hasRole } from '../caller';
import { isAllocated } from '../clients/access';
import { lockClient } from '../clients/lock';
import { forbidden } from '../errors';
import { newId } from '../ids';
import { tellStaffOf } from '../staff-notices/staff-notice';
import type { Work } from '../work';

/** What happens to a client outside of their sessions, and their practitioner hears of: that it happened, and when. */

export interface ClientEventHeard {
  readonly clientId: string;
  readonly kind: ClientEventKind;
  /** Its id where it comes from: the same is heard once. */
  readonly source: string;
  readonly at: Date;
}

/**
 * Keeps it, and has whom it concerns told.
 * @returns false if it was heard before
 * @throws NotFound for a client of another organisation, or whose account has gone
 */
export async function recordClientEvent(work: Work, event: ClientEventHeard): Promise<boolean> {
  const { organisationId } = work;
  // An erasure that is at work takes what is written before it, and nothing is written after.
  await lockClient(work, event.clientId);
  const id = newId();
  const { count } = await work.db.clientEvent.createMany({
    data: [{ id, organisationId, recordedAt: work.at, ...event }],
    skipDuplicates: true,
  });
  if (count > 0) await tellStaffOf(work, event.kind, id);
  return count > 0;
}

export interface ClientEventView {
  readonly id: string;
  readonly kind: ClientEventKind;
  readonly at: string;
}

/** What was heard of a client, newest first. Who may ask is for the caller of this to say. */
export async function clientEventsOf(work: Work, clientId: string): Promise<readonly ClientEventView[]> {
  const found = await work.db.clientEvent.findMany({ where: { clientId }, orderBy: { at: 'desc' } });
  return found.map(({ id, kind, at }) => ({ id, kind: kind as ClientEventKind, at: at.toISOString() }));
}

/** As clientEventsOf: for the client's own practitioner and the supervisors. Every look is audited. domain.md §2.7 */
export async function readClientEvents(
  work: Work,
  caller: Caller,
  clientId: string,
): Promise<readonly ClientEventView[]> {
  const isTheirs = await isAllocated(work, caller, clientId);
  if (!isTheirs && !hasRole(caller, 'supervisor')) throw forbidden("This is for the client's practitioner.");
  await auditRead(work, caller, { action: 'client-events.read', clientId });
  return clientEventsOf(work, clientId);
}

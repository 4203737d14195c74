import { type Caller, requireRole, staffActorOf } from '../caller';
import type { Work } from '../work';
import { type Stretch, verifyStretch } from './chain';
import { audit } from './record';
import { type AuditEntryInBrief, entryInBrief } from './search';

export interface VerifiedStretch extends Omit<Stretch, 'brokenAt'> {
  /** The first position that was looked at. */
  readonly from: number;
  /** The first that does not fit; null: all of them do. */
  readonly broken: {
    readonly position: number;
    /** As it reads now; null: nothing stands there any more. */
    readonly entry: AuditEntryInBrief | null;
  } | null;
  /** Written, and not linked yet: that takes a second. */
  readonly unlinked: number;
}

/**
 * Verifies the organisation's chain for the data protection officer, as much of it as one transaction may; that they did,
 * and what they found, is on record. @param after up to which position it is known to hold @throws Forbidden
 */
export async function verifyOnRecord(work: Work, caller: Caller, after: number): Promise<VerifiedStretch> {
  requireRole(caller, 'dpo');
  const { brokenAt, upTo, left } = await verifyStretch(work, after);
  const written = await work.db.auditEntry.count();
  const entryId = brokenAt?.entryId ?? null;
  const entry = entryId === null ? null : await entryInBrief(work, entryId);
  const found = brokenAt ? `entry ${brokenAt.position} does not fit` : `entries ${after + 1} to ${upTo} are whole`;
  await audit(work, {
    actor: await staffActorOf(work, caller),
    action: 'audit-chain.verified',
    request: `By ${caller.credential}: ${found}.`,
    ...(entry?.client && { clientId: entry.client.id }),
  });
  return {
    from: after + 1,
    upTo,
    left,
    broken: brokenAt && { position: brokenAt.position, entry },
    unlinked: Math.max(0, written - upTo - left),
  };
}

import { assertNever } from '../../workflows/shared/assert-never';
import { durationMs, type Policy } from '../../workflows/urgent-care/policy';
import type { CheckpointKind } from '../../workflows/urgent-care/words';
import type { Caller } from '../caller';
import { policyVersion } from '../policies';
import type { Work } from '../work';
import { readableBy } from './access';
import type { WaitedFor } from './checkpoints';

/** What open cases wait for, each with the time at which it should be done by the case's own policy. domain.md §3 */

export interface OwedByCase {
  readonly caseId: string;
  readonly clientId: string;
  readonly kind: CheckpointKind | 'handover';
  readonly waitsFor: { readonly role: WaitedFor; readonly staffId: string | null };
  readonly since: Date;
  /** null: it has no time of its own. */
  readonly dueAt: Date | null;
}

/** What the open cases of these clients wait for, as far as the caller may read them. */
export async function owedByCases(
  work: Work,
  caller: Caller,
  clientIds: readonly string[],
): Promise<readonly OwedByCase[]> {
  const cases = await work.db.case.findMany({
    where: { AND: [await readableBy(work, caller), { clientId: { in: [...clientIds] }, status: { not: 'closed' } }] },
    select: { id: true, clientId: true, policyVersion: true },
  });
  const caseOf = new Map(cases.map((one) => [one.id, one]));
  const inThese = { caseId: { in: [...caseOf.keys()] } };
  const checkpoints = await work.db.checkpoint.findMany({ where: { ...inThese, closedAt: null } });
  const offers = await work.db.handover.findMany({ where: { ...inThese, answer: null } });
  const overriddenAt = await whenOverridden(work, checkpoints);
  const policies = new Map<number, Policy>();
  for (const version of new Set(cases.map((one) => one.policyVersion))) {
    policies.set(version, await policyVersion(work, version));
  }
  const ofCheckpoints = checkpoints.flatMap((checkpoint): OwedByCase[] => {
    const theCase = caseOf.get(checkpoint.caseId);
    const policy = theCase && policies.get(theCase.policyVersion);
    if (!policy) return [];
    const kind = checkpoint.kind as CheckpointKind;
    const opened = { ...checkpoint, kind, overriddenAt: overriddenAt.get(checkpoint.caseId) ?? null };
    return [
      {
        caseId: theCase.id,
        clientId: theCase.clientId,
        kind,
        waitsFor: { role: checkpoint.role as WaitedFor, staffId: checkpoint.staffId },
        since: checkpoint.openedAt,
        dueAt: deadlineOf(opened, policy),
      },
    ];
  });
  const ofOffers = offers.flatMap(({ caseId, toId, offeredAt }): OwedByCase[] => {
    const clientId = caseOf.get(caseId)?.clientId;
    if (clientId === undefined) return [];
    const waitsFor = { role: 'owner', staffId: toId } as const;
    return [{ caseId, clientId, kind: 'handover', waitsFor, since: offeredAt, dueAt: null }];
  });
  return [...ofCheckpoints, ...ofOffers];
}

export interface OpenedCheckpoint {
  readonly kind: CheckpointKind;
  readonly openedAt: Date;
  /** When the next person is asked: it moves on with each. */
  readonly dueAt: Date | null;
  /** When the first override that nobody has reviewed came into force; null: none did. */
  readonly overriddenAt: Date | null;
}

/** By when whoever was asked first should have answered: somebody else is asked from then on. Pure. */
export function deadlineOf(checkpoint: OpenedCheckpoint, policy: Policy): Date | null {
  const { kind, openedAt, dueAt, overriddenAt } = checkpoint;
  const after = (from: Date, duration: string): Date => new Date(from.getTime() + durationMs(duration));
  switch (kind) {
    case 'client-consent':
      return dueAt;
    case 'decision':
    case 'human-outcome':
    case 'call-back':
    case 'ask-client':
      return after(openedAt, policy.decision.nextPersonAfter);
    case 'second-approval':
      return after(openedAt, policy.secondApproval.nextSupervisorAfter);
    case 'tell-client':
      return after(openedAt, policy.aftercare.tellClientWithin);
    case 'override-review':
      return overriddenAt === null ? dueAt : after(overriddenAt, policy.aftercare.reviewOverrideWithin);
    default:
      return assertNever(kind);
  }
}

/** By the cases of these checkpoints in which an override waits to be reviewed: those of before a review were reviewed in it. */
async function whenOverridden(
  work: Work,
  checkpoints: readonly { readonly caseId: string; readonly kind: string }[],
): Promise<ReadonlyMap<string, Date>> {
  const caseId = { in: checkpoints.flatMap((one) => (one.kind === 'override-review' ? [one.caseId] : [])) };
  const reviewed = await work.db.checkpoint.groupBy({
    by: ['caseId'],
    where: { caseId, kind: 'override-review', closedAt: { not: null } },
    _max: { closedAt: true },
  });
  const reviewedAt = new Map(reviewed.map((one) => [one.caseId, one._max.closedAt]));
  const mandates = await work.db.mandate.findMany({
    where: { caseId, kind: { not: 'consent' } },
    orderBy: { recordedAt: 'desc' },
    select: { caseId: true, recordedAt: true },
  });
  const since = mandates.filter((one) => one.recordedAt > (reviewedAt.get(one.caseId) ?? new Date(0)));
  // Of each case the last to be written here is its first.
  return new Map(since.map((one) => [one.caseId, one.recordedAt]));
}

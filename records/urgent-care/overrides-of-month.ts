import type { RecipientName, Tier } from '../../workflows/urgent-care/words';
import { auditListRead } from '../audit/reads';
import { instantOf, type LocalDate, plusMonths } from '../calendar/local-time';
import { type Caller, requireRole } from '../caller';
import { clientNames, organisationOf, staffNames } from '../people';
import type { Work } from '../work';
import type { Proposal } from './proposals';

/** An override as whoever looks at all of them reads it: who proposed it, who answered, on which row, and its review. */
export interface OverrideOfMonth {
  readonly decisionId: string;
  readonly caseId: string;
  readonly caseCode: string;
  readonly clientId: string;
  readonly clientName: string | null;
  readonly row: Proposal['row'];
  readonly disclosures: readonly { readonly recipient: RecipientName; readonly tier: Tier }[];
  readonly approver: Proposal['approver'];
  readonly standing: Proposal['standing'];
  readonly proposedBy: string | null;
  readonly proposedAt: Date;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
  readonly review: Review;
}

/** `none`: nobody has to review it, since nobody was told on it, or not yet. */
export type Review =
  | { readonly is: 'none' }
  | { readonly is: 'owed'; readonly dueAt: Date | null }
  | { readonly is: 'done'; readonly at: Date; readonly by: string | null };

/**
 * The overrides that were proposed in a month of the organisation's calendar, newest first. Every look is audited.
 * @param month its first day
 * @throws Forbidden
 */
export async function overridesOfMonth(
  work: Work,
  caller: Caller,
  month: LocalDate,
): Promise<readonly OverrideOfMonth[]> {
  requireRole(caller, 'dpo');
  const { db } = work;
  const { timeZone } = await organisationOf(work);
  const starts = (date: LocalDate): Date => instantOf(date, '00:00', timeZone);
  const proposals = await db.proposal.findMany({
    where: { what: 'override', proposedAt: { gte: starts(month), lt: starts(plusMonths(month, 1)) } },
    orderBy: { proposedAt: 'desc' },
  });
  const caseIds = [...new Set(proposals.map(({ caseId }) => caseId))];
  const cases = await db.case.findMany({
    where: { id: { in: caseIds } },
    select: { id: true, code: true, clientId: true },
  });
  await auditListRead(work, caller, 'overrides.read', cases);
  const owed = await db.checkpoint.findMany({
    where: { caseId: { in: caseIds }, kind: 'override-review', closedAt: null },
    select: { caseId: true, dueAt: true },
  });
  const done = await db.timelineEntry.findMany({
    where: { caseId: { in: caseIds }, kind: 'override-review.done' },
    select: { caseId: true, at: true, actorId: true },
    orderBy: { seq: 'asc' },
  });
  const names = await clientNames(
    work,
    cases.map(({ clientId }) => clientId),
  );
  const staff = await staffNames(work, [
    ...proposals.flatMap(({ proposedById, answeredById }) => [proposedById, ...(answeredById ? [answeredById] : [])]),
    ...done.flatMap(({ actorId }) => actorId ?? []),
  ]);
  const reviewOf = ({ caseId, proposedAt, standing }: (typeof proposals)[number]): Review => {
    const reviewed = done.find((one) => one.caseId === caseId && one.at >= proposedAt);
    if (standing !== 'approved') return { is: 'none' };
    if (reviewed) return { is: 'done', at: reviewed.at, by: (reviewed.actorId && staff.get(reviewed.actorId)) ?? null };
    const open = owed.find((one) => one.caseId === caseId);
    return open ? { is: 'owed', dueAt: open.dueAt } : { is: 'none' };
  };
  return proposals.flatMap((proposal) => {
    const theCase = cases.find(({ id }) => id === proposal.caseId);
    if (!theCase) return [];
    const { decisionId, caseId, row, proposedAt, answeredAt } = proposal;
    return [
      {
        ...{ decisionId, caseId, row, proposedAt, answeredAt },
        disclosures: proposal.disclosures as unknown as OverrideOfMonth['disclosures'],
        approver: proposal.approver as Proposal['approver'],
        standing: proposal.standing as Proposal['standing'],
        caseCode: theCase.code,
        clientId: theCase.clientId,
        clientName: names.get(theCase.clientId) ?? null,
        proposedBy: staff.get(proposal.proposedById) ?? null,
        answeredBy: (proposal.answeredById && staff.get(proposal.answeredById)) ?? null,
        review: reviewOf(proposal),
      },
    ];
  });
}

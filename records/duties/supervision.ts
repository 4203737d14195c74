import { type Immediacy, immediacies } from '../../workflows/urgent-care/words';
import { auditListRead } from '../audit/reads';
import { type Caller, requireRole } from '../caller';
import { clientsOnFile } from '../clients/on-file';
import { type OnePage, onePageOf } from '../one-page';
import { staffNames, whatTheyAreCalled } from '../people';
import type { Work } from '../work';
import { type Duty, type DutyKind, dutiesOf } from './duties';

/** What a supervisor must see to: what was not done in time, what waits for a second pair of eyes, and who has how much. */

export interface DutyToSee extends Duty {
  readonly clientName: string;
}

export interface OwnersCases {
  readonly ownerId: string;
  /** null: they have left. */
  readonly owner: string | null;
  readonly open: number;
  readonly byImmediacy: Readonly<Record<Immediacy, number>>;
  /** Of all their open cases: what was not done in time. */
  readonly overdue: number;
}

export interface Supervision {
  /** What is over for longest first. */
  readonly overdue: OnePage<DutyToSee>;
  readonly reviews: readonly DutyToSee[];
  /** Who has most first. */
  readonly owners: readonly OwnersCases[];
}

/** What somebody looks at again who did not do it. domain.md §2.6, §3.5, §3.11 */
const reviews: readonly DutyKind[] = ['override-review', 'second-approval', 'allocation-review'];

/**
 * The whole organisation, for a supervisor. Whoever is shown is named in the audit.
 * @param page of what is overdue, from 1; beyond the last one, the last one
 * @throws Forbidden
 */
export async function readSupervision(work: Work, caller: Caller, page: number): Promise<Supervision> {
  requireRole(caller, 'supervisor');
  const clients = await clientsOnFile(work, {});
  const nameOf = new Map(clients.map(({ clientId, words, code }) => [clientId, whatTheyAreCalled({ ...words, code })]));
  const duties = (await dutiesOf(work, caller, clients)).map((duty) => ({
    ...duty,
    clientName: nameOf.get(duty.clientId) ?? '',
  }));
  const allOverdue = duties.filter((duty) => isOverdue(duty, work.at));
  const overdue = onePageOf(allOverdue, page);
  const toReview = duties.filter(({ kind }) => reviews.includes(kind));
  await auditListRead(work, caller, 'supervision.read', [...overdue.items, ...toReview]);
  return {
    overdue,
    reviews: toReview,
    owners: await casesByOwner(work, allOverdue),
  };
}

/** Whether people are late with it. Where a client has not answered, Heed itself goes on. Pure. */
export const isOverdue = ({ kind, dueAt }: Pick<Duty, 'kind' | 'dueAt'>, at: Date): boolean =>
  kind !== 'client-consent' && dueAt !== null && dueAt <= at;

async function casesByOwner(work: Work, overdue: readonly Duty[]): Promise<readonly OwnersCases[]> {
  const open = await work.db.case.findMany({
    where: { status: { not: 'closed' } },
    select: { id: true, ownerId: true, immediacy: true },
  });
  const names = await staffNames(
    work,
    open.map(({ ownerId }) => ownerId),
  );
  const late = new Map<string, number>();
  for (const { caseId } of overdue) if (caseId !== null) late.set(caseId, (late.get(caseId) ?? 0) + 1);
  return [...new Set(open.map(({ ownerId }) => ownerId))]
    .map((ownerId) => {
      const theirs = open.filter((one) => one.ownerId === ownerId);
      return {
        ownerId,
        owner: names.get(ownerId) ?? null,
        open: theirs.length,
        byImmediacy: countsOf(theirs),
        overdue: theirs.reduce((sum, { id }) => sum + (late.get(id) ?? 0), 0),
      };
    })
    .toSorted((one, other) => other.open - one.open || other.overdue - one.overdue);
}

const countsOf = (cases: readonly { readonly immediacy: string }[]): Readonly<Record<Immediacy, number>> =>
  Object.fromEntries(
    immediacies.map((immediacy) => [immediacy, cases.filter((one) => one.immediacy === immediacy).length]),
  ) as Record<Immediacy, number>;

import { type CaseStatus, type Immediacy, immediacies, type OutcomeKind } from '../../workflows/urgent-care/words';
import { auditListRead } from '../audit/reads';
import { soonestFirst } from '../calendar/soonest-first';
import type { Caller } from '../caller';
import { clientNames, staffNames, whoHasLeft } from '../people';
import type { Work } from '../work';
import { readableBy } from './access';

/** One open case, as whoever looks after all of them sees it. */
export interface OpenCase {
  readonly caseId: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly status: CaseStatus;
  readonly immediacy: Immediacy;
  readonly owner: string;
  readonly openedAt: Date;
  /** When the next thing of it is due; null: nothing is. */
  readonly dueAt: Date | null;
}

/**
 * The open cases that the caller may read: the most urgent first, and of those what is due first.
 * @param of only those for which this member of staff answers
 */
export async function openCases(
  work: Work,
  caller: Caller,
  of: { readonly ownerId?: string } = {},
): Promise<readonly OpenCase[]> {
  const rows = await work.db.case.findMany({
    where: { AND: [await readableBy(work, caller), { status: { not: 'closed' }, ...of }] },
    select: { id: true, clientId: true, status: true, immediacy: true, ownerId: true, openedAt: true },
  });
  const due = await work.db.checkpoint.groupBy({
    by: ['caseId'],
    where: { closedAt: null, caseId: { in: rows.map(({ id }) => id) } },
    _min: { dueAt: true },
  });
  const dueOf = new Map(due.map(({ caseId, _min }) => [caseId, _min.dueAt]));
  const names = await clientNames(
    work,
    rows.map(({ clientId }) => clientId),
  );
  const owners = await staffNames(
    work,
    rows.map(({ ownerId }) => ownerId),
  );
  const found = rows.map(
    ({ id, clientId, status, immediacy, ownerId, openedAt }): OpenCase => ({
      caseId: id,
      clientId,
      clientName: names.get(clientId) ?? '',
      status: status as CaseStatus,
      immediacy: immediacy as Immediacy,
      owner: owners.get(ownerId) ?? whoHasLeft,
      openedAt,
      dueAt: dueOf.get(id) ?? null,
    }),
  );
  await auditListRead(work, caller, 'open-cases.read', found);
  return found.toSorted(byUrgency);
}

/** One case of a client, open or over. */
export interface CaseOfClient {
  readonly caseId: string;
  readonly clientId: string;
  readonly code: string;
  readonly status: CaseStatus;
  readonly immediacy: Immediacy;
  readonly openedAt: Date;
  readonly outcome: OutcomeKind | null;
}

/** The client's cases that the caller may read, the newest first. Every look is audited. */
export async function casesOfClient(work: Work, caller: Caller, clientId: string): Promise<readonly CaseOfClient[]> {
  const rows = await work.db.case.findMany({
    where: { AND: [await readableBy(work, caller), { clientId }] },
    orderBy: { id: 'desc' },
  });
  const found = rows.map(({ id, code, status, immediacy, openedAt, outcomeKind }) => ({
    ...{ caseId: id, clientId, code, openedAt },
    status: status as CaseStatus,
    immediacy: immediacy as Immediacy,
    outcome: outcomeKind as OutcomeKind | null,
  }));
  await auditListRead(work, caller, 'cases.read', found);
  return found;
}

/** The most urgent first, and of those whatever is due first. */
export function byUrgency(
  one: { readonly immediacy: Immediacy; readonly dueAt: Date | null },
  other: { readonly immediacy: Immediacy; readonly dueAt: Date | null },
): number {
  return (
    immediacies.indexOf(one.immediacy) - immediacies.indexOf(other.immediacy) || soonestFirst(one.dueAt, other.dueAt)
  );
}

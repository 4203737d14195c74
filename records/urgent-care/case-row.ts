import type { CaseStatus, Immediacy, OutcomeKind } from '../../workflows/urgent-care/words';
import { conflict, notFound } from '../errors';
import type { Case } from '../generated/client';
import { tellPlatforms } from '../platform-events/tell-platforms';
import type { Work } from '../work';

/** A case's row with its enums named. */
export type CaseRow = Omit<Case, 'status' | 'immediacy' | 'outcomeKind'> & {
  readonly status: CaseStatus;
  readonly immediacy: Immediacy;
  readonly outcomeKind: OutcomeKind | null;
};

/** What is sealed in a case's row. */
export interface CaseWords {
  readonly concern: string;
  readonly doneSoFar: string;
  /** Someone the client knows, if it is not about the client. */
  readonly about: string | null;
}

/** @throws NotFound for a case that is not this organisation's */
export async function readCaseRow(work: Work, caseId: string): Promise<CaseRow> {
  const found = await work.db.case.findUnique({ where: { id: caseId } });
  if (!found) throw notFound('case');
  work.about.add(found.clientId);
  return found as CaseRow;
}

/**
 * The case with its client's row locked: whatever is recorded about one client is recorded one after another, and a
 * withdrawal that commits first is seen by every later transaction.
 */
export async function lockCase(work: Work, caseId: string): Promise<CaseRow> {
  await work.db.$queryRaw`
    SELECT id FROM clients WHERE id = (SELECT client_id FROM cases WHERE id = ${caseId}::uuid) FOR UPDATE`;
  // In a statement of its own: only now does it see what was committed while the lock was waited for.
  return readCaseRow(work, caseId);
}

/**
 * A case that goes on after it had seemed over keeps its `aftercare` if another one was opened about the client since:
 * that one is the one to join. domain.md §3, contract.md §3
 */
export async function setStatus(
  work: Work,
  theCase: CaseRow,
  status: CaseStatus,
  also: { readonly clientWindowEndsAt?: Date } = {},
): Promise<void> {
  const { id, clientId, aboutAnother } = theCase;
  const reopens = theCase.status === 'aftercare' && status !== 'aftercare' && !aboutAnother;
  if (reopens && (await openCaseOf(work, clientId))) return;
  await work.db.case.updateMany({ where: { id }, data: { status, ...also } });
  if (theCase.status !== status) await tellPlatformsWhereItStands(work, { id, clientId, status });
}

/** Platforms hear where a case stands, and no more of it. */
export const tellPlatformsWhereItStands = (
  work: Work,
  { id: caseId, clientId, status }: Pick<CaseRow, 'id' | 'clientId' | 'status'>,
): Promise<void> => tellPlatforms(work, 'case.status-changed', caseId, { caseId, clientId, status });

/** The case that a new concern about this client joins. */
export async function openCaseOf(work: Work, clientId: string): Promise<CaseRow | null> {
  const found = await work.db.case.findFirst({
    where: { clientId, aboutAnother: false, status: { notIn: ['aftercare', 'closed'] } },
  });
  return found as CaseRow | null;
}

/** @throws Conflict if the case is closed */
export function requireOpen(theCase: CaseRow): void {
  if (theCase.status !== 'closed') return;
  throw conflict('case-closed', 'This case is closed. Raise a new concern if needed.', whatCameOf(theCase));
}

/** For whoever comes too late: what a person said came of the case, without their note. */
export const whatCameOf = ({ outcomeKind: kind, outcomeById: by, outcomeAt: at }: CaseRow) => ({
  outcome: kind && { kind, by, at: at?.toISOString() ?? null },
});

/** A decision to tell somebody stands and is being carried out. */
export const isDecided = ({ status }: CaseRow): boolean =>
  status === 'disclosing' || status === 'awaiting-acknowledgement' || status === 'nobody-acting';

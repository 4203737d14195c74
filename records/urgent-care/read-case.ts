import type {
  Acknowledgement,
  CaseStatus,
  Channel,
  CheckpointKind,
  Immediacy,
  OutcomeKind,
  RecipientName,
  Tier,
} from '../../workflows/urgent-care/words';
import { recipientNames } from '../../workflows/urgent-care/words';
import { auditListRead, auditRead } from '../audit/reads';
import { type Caller, isPlatform } from '../caller';
import { type WhomToReach, whomToReach } from '../clients/whom-to-reach';
import { clientWords } from '../people';
import type { Actor, Work } from '../work';
import { readableBy, requireReader } from './access';
import { type CaseRow, type CaseWords, readCaseRow } from './case-row';
import type { WaitedFor } from './checkpoints';
import type { MandateKind } from './may-be-disclosed';
import { type RecipientStatus, recipientStatus, type Standing } from './recipient-status';
import type { MessageStatus } from './vendor-codes';

/** A case as callers read it. contract.md §3 */
export interface CaseView {
  /** First, for whoever calls an ambulance. Not for the platform. */
  readonly client?: WhomToReach;
  readonly id: string;
  readonly clientId: string;
  readonly code: string;
  readonly status: CaseStatus;
  readonly immediacy: Immediacy;
  readonly owner: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly policyVersion: number;
  readonly lacks: readonly string[];
  readonly checkpoint: CheckpointView | null;
  readonly checkpoints: readonly CheckpointView[];
  readonly recipients: readonly RecipientView[];
  readonly outcome: OutcomeView | null;
  /** Words: not for the platform. */
  readonly concern?: string;
  readonly doneSoFar?: string;
  readonly about?: string | null;
}

interface CheckpointView {
  readonly id: string;
  readonly kind: CheckpointKind;
  readonly waitingFor: { readonly role: WaitedFor; readonly staffId: string | null };
  readonly dueAt: string | null;
  readonly decisionId: string | null;
}

interface RecipientView {
  readonly recipient: RecipientName;
  readonly mandate: { readonly kind: MandateKind; readonly row: number; readonly tier: Tier } | null;
  readonly status: RecipientStatus;
  readonly messages: readonly {
    readonly id: string;
    readonly channel: Channel;
    readonly status: MessageStatus;
    readonly at: string;
    readonly possibleDuplicate: boolean;
  }[];
}

interface OutcomeView {
  readonly kind: OutcomeKind;
  readonly note?: string;
  readonly by: string | null;
  readonly at: string | null;
}

/** Every look is audited. @throws NotFound, Forbidden */
export async function readCase(work: Work, caller: Caller, caseId: string): Promise<CaseView> {
  const theCase = await readCaseRow(work, caseId);
  await requireReader(work, theCase, caller);
  await auditRead(work, caller, { action: 'case.read', clientId: theCase.clientId, caseId });
  return viewOf(work, caller, theCase);
}

export interface CaseFilter {
  readonly status?: CaseStatus | undefined;
  readonly ownerId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Cases that the caller may read, newest first. */
export async function listCases(work: Work, caller: Caller, filter: CaseFilter): Promise<Page<CaseView>> {
  const { status, ownerId, clientId, cursor, limit } = filter;
  const rows = await work.db.case.findMany({
    where: {
      AND: [
        await readableBy(work, caller),
        status ? { status } : {},
        ownerId ? { ownerId } : {},
        clientId ? { clientId } : {},
        cursor ? { id: { lt: cursor } } : {},
      ],
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const items: CaseView[] = [];
  for (const row of rows.slice(0, limit)) items.push(await viewOf(work, caller, row as CaseRow));
  await auditListRead(work, caller, 'cases.read', items);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

async function viewOf(work: Work, caller: Caller, theCase: CaseRow): Promise<CaseView> {
  const checkpoints = await openCheckpoints(work, theCase.id);
  const words = isPlatform(caller) ? {} : await work.open<CaseWords>(theCase.clientId, theCase.sealed);
  return {
    ...(isPlatform(caller) ? {} : { client: whomToReach(await clientWords(work, theCase.clientId)) }),
    id: theCase.id,
    clientId: theCase.clientId,
    code: theCase.code,
    status: theCase.status,
    immediacy: theCase.immediacy,
    owner: theCase.ownerId,
    openedAt: theCase.openedAt.toISOString(),
    closedAt: theCase.closedAt?.toISOString() ?? null,
    policyVersion: theCase.policyVersion,
    lacks: theCase.lacks,
    checkpoint: checkpoints[0] ?? null,
    checkpoints,
    recipients: await recipientsOf(work, theCase.id),
    outcome: await outcomeOf(work, caller, theCase),
    ...words,
  };
}

async function openCheckpoints(work: Work, caseId: string): Promise<readonly CheckpointView[]> {
  const rows = await work.db.checkpoint.findMany({ where: { caseId, closedAt: null }, orderBy: { seq: 'asc' } });
  return rows.map(({ id, kind, role, staffId, dueAt, decisionId }) => ({
    id,
    kind: kind as CheckpointKind,
    waitingFor: { role: role as WaitedFor, staffId },
    dueAt: dueAt?.toISOString() ?? null,
    decisionId,
  }));
}

async function recipientsOf(work: Work, caseId: string): Promise<readonly RecipientView[]> {
  const rows = await work.db.caseRecipient.findMany({ where: { caseId } });
  const mandates = await work.db.mandate.findMany({ where: { caseId }, orderBy: { seq: 'asc' } });
  const dispatches = await work.db.dispatch.findMany({
    where: { caseId, recipient: { not: null } },
    orderBy: { seq: 'asc' },
  });
  const inOrder = rows.toSorted((a, b) => orderOf(a.recipient) - orderOf(b.recipient));
  return inOrder.map(({ recipient, standing, acknowledgement }) => {
    // One that was withdrawn is none; one that ended with the case still says why they were told.
    const mandate = standing === 'cancelled' ? undefined : mandates.findLast((one) => one.recipient === recipient);
    const messages = dispatches.filter((one) => one.recipient === recipient);
    const disclosures = messages.filter(({ template }) => template === 'disclosure');
    return {
      recipient: recipient as RecipientName,
      mandate: mandate ? { kind: mandate.kind as MandateKind, row: mandate.row, tier: mandate.tier as Tier } : null,
      status: recipientStatus(
        standing as Standing,
        acknowledgement as Acknowledgement | null,
        disclosures.map(({ status }) => status as MessageStatus),
      ),
      messages: messages.map(({ id, channel, status, statusAt, possibleDuplicate }) => ({
        id,
        channel: channel as Channel,
        status: status as MessageStatus,
        at: statusAt.toISOString(),
        possibleDuplicate,
      })),
    };
  });
}

const orderOf = (recipient: string): number => recipientNames.indexOf(recipient as RecipientName);

async function outcomeOf(work: Work, caller: Caller, theCase: CaseRow): Promise<OutcomeView | null> {
  const { outcomeKind, outcomeById, outcomeAt, outcomeSealed, clientId } = theCase;
  if (outcomeKind === null) return null;
  const note =
    outcomeSealed === null || isPlatform(caller) ? {} : await work.open<{ note: string }>(clientId, outcomeSealed);
  return { kind: outcomeKind, by: outcomeById, at: outcomeAt?.toISOString() ?? null, ...note };
}

export interface TimelineItem {
  readonly id: string;
  readonly at: string;
  readonly actor: Pick<Actor, 'kind' | 'id'> & { readonly name?: string };
  readonly kind: string;
  /** Words: not for the platform. */
  readonly text?: string;
}

/** The case's story, oldest first. */
export async function readTimeline(
  work: Work,
  caller: Caller,
  caseId: string,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<TimelineItem>> {
  const theCase = await readCaseRow(work, caseId);
  await requireReader(work, theCase, caller);
  await auditRead(work, caller, { action: 'case-timeline.read', clientId: theCase.clientId, caseId });
  const after = cursor ? await work.db.timelineEntry.findUnique({ where: { id: cursor } }) : null;
  const rows = await work.db.timelineEntry.findMany({
    where: { caseId, ...(after ? { seq: { gt: after.seq } } : {}) },
    orderBy: { seq: 'asc' },
    take: limit + 1,
  });
  const items = await Promise.all(
    rows.slice(0, limit).map(async ({ id, at, actorKind, actorId, kind, sealed }): Promise<TimelineItem> => {
      const entry = { id, at: at.toISOString(), kind };
      const actor = { kind: actorKind as Actor['kind'], id: actorId };
      if (isPlatform(caller)) return { ...entry, actor };
      const { text, actorName } = await work.open<{ text: string; actorName: string }>(theCase.clientId, sealed);
      return { ...entry, actor: { ...actor, name: actorName }, text };
    }),
  );
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

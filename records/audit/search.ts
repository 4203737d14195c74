import { sayIfAway } from '../away';
import { type Caller, requireRole } from '../caller';
import { HeedError, notFound } from '../errors';
import type { AuditEntry, Prisma } from '../generated/client';
import { isId } from '../ids';
import { clientNames, staffNames } from '../people';
import type { Actor, Work } from '../work';
import { auditListRead, auditRead } from './reads';

/** Who did what about whom, for whoever answers a client's or a regulator's question. Each look is on record itself. */

/** What is looked for. What is not named may be anything. */
export interface AuditQuestion {
  /** A member of staff by their id, or a kind of whoever acted. */
  readonly by?: { readonly staffId: string } | { readonly kind: Actor['kind'] } | undefined;
  /** They need not be known any more. */
  readonly clientId?: string | undefined;
  readonly caseId?: string | undefined;
  /** As in `case.read`, or how it begins: `case.` */
  readonly action?: string | undefined;
  /** The first instant. */
  readonly from?: Date | undefined;
  /** The first instant that is too late. */
  readonly until?: Date | undefined;
  /** Only what is older than the entry that this page ended with. */
  readonly before?: bigint | undefined;
}

/** One entry without its words. */
export interface AuditEntryInBrief {
  readonly id: string;
  readonly at: Date;
  readonly by: { readonly kind: Actor['kind']; readonly name: string | null };
  readonly action: string;
  /** name: null if they are not known any more. */
  readonly client: { readonly id: string; readonly name: string | null } | null;
  readonly case: { readonly id: string; readonly code: string | null } | null;
  /** Its place in the organisation's chain, from 1; null: it is not linked yet. */
  readonly position: number | null;
}

export interface AuditPage {
  readonly items: readonly AuditEntryInBrief[];
  /** For `before`; null: there is nothing older. */
  readonly next: bigint | null;
}

/** Of whom it may be told that they acted. */
export const actorKinds = ['client', 'staff', 'contact', 'gp', 'system'] as const satisfies readonly Actor['kind'][];

const entriesAPage = 50;

/** Newest first. @throws Forbidden for anybody but the data protection officer */
export async function searchAudit(work: Work, caller: Caller, asked: AuditQuestion): Promise<AuditPage> {
  requireRole(caller, 'dpo');
  const rows = await work.db.auditEntry.findMany({
    where: whereOf(asked),
    orderBy: { seq: 'desc' },
    take: entriesAPage + 1,
  });
  const shown = rows.slice(0, entriesAPage);
  const items = await inBrief(work, shown);
  if (shown.some(({ clientId }) => clientId !== null)) await auditListRead(work, caller, 'audit.read', shown);
  else if (shown.length > 0) await auditRead(work, caller, { action: 'audit.read' });
  return { items, next: rows.length > entriesAPage ? (shown.at(-1)?.seq ?? null) : null };
}

/** One entry, of which whoever asks puts on record that they saw it; null: there is none. */
export async function entryInBrief(work: Work, id: string): Promise<AuditEntryInBrief | null> {
  const row = await work.db.auditEntry.findUnique({ where: { id } });
  const [brief] = row ? await inBrief(work, [row]) : [];
  return brief ?? null;
}

/** One entry with what was said in it. */
export interface AuditEntryInFull extends AuditEntryInBrief {
  readonly said: WordsOfEntry;
}

/** `erased`: whoever they were about was. `altered`: no key of those whose they may be opens them. */
export type WordsOfEntry =
  | { readonly are: 'open'; readonly words: string }
  | { readonly are: 'none' | 'erased' | 'altered' };

/** @throws Forbidden for anybody but the data protection officer; NotFound for another organisation's */
export async function readAuditEntry(work: Work, caller: Caller, id: string): Promise<AuditEntryInFull> {
  requireRole(caller, 'dpo');
  const row = isId(id) ? await work.db.auditEntry.findUnique({ where: { id } }) : null;
  const [brief] = row ? await inBrief(work, [row]) : [];
  if (!row || !brief) throw notFound('audit entry');
  const { clientId, caseId } = row;
  await auditRead(work, caller, {
    action: 'audit-entry.read',
    ...(clientId !== null && { clientId }),
    ...(caseId !== null && { caseId }),
  });
  const opened = await openWords(work, row);
  if (opened.are !== 'open') return { ...brief, said: opened };
  return {
    ...brief,
    by: { kind: brief.by.kind, name: opened.actor },
    said: { are: 'open', words: opened.words },
  };
}

/** Words are under the client's key, or, where they say nothing of the client, under the organisation's. */
async function openWords(
  work: Work,
  { clientId, sealed }: AuditEntry,
): Promise<
  { readonly are: 'open'; readonly actor: string; readonly words: string } | Exclude<WordsOfEntry, { are: 'open' }>
> {
  if (sealed === null) return { are: 'none' };
  const subjects = [work.organisationId, ...(clientId === null ? [] : [clientId])];
  let are: 'erased' | 'altered' = 'altered';
  for (const subject of subjects) {
    try {
      return { are: 'open', ...(await work.open<{ readonly actor: string; readonly words: string }>(subject, sealed)) };
    } catch (error) {
      const said = sayIfAway(error);
      if (!(said instanceof HeedError)) continue;
      if (said.problem !== 'erased') throw said;
      are = 'erased';
    }
  }
  return { are };
}

function whereOf({ by, clientId, caseId, action, from, until, before }: AuditQuestion): Prisma.AuditEntryWhereInput {
  return {
    ...(by && ('staffId' in by ? { actorId: by.staffId } : { actorKind: by.kind })),
    ...(clientId !== undefined && { clientId }),
    ...(caseId !== undefined && { caseId }),
    ...(action !== undefined && { action: action.endsWith('.') ? { startsWith: action } : action }),
    ...((from || until) && { at: { ...(from && { gte: from }), ...(until && { lt: until }) } }),
    ...(before !== undefined && { seq: { lt: before } }),
  };
}

async function inBrief(work: Work, rows: readonly AuditEntry[]): Promise<readonly AuditEntryInBrief[]> {
  const { db } = work;
  const clients = await clientNames(
    work,
    rows.flatMap(({ clientId }) => clientId ?? []),
  );
  const cases = await db.case.findMany({
    where: { id: { in: rows.flatMap(({ caseId }) => caseId ?? []) } },
    select: { id: true, code: true },
  });
  const seals = await db.auditSeal.findMany({
    where: { entryId: { in: rows.map(({ id }) => id) } },
    select: { entryId: true, position: true },
  });
  const staff = await staffNames(
    work,
    rows.flatMap(({ actorId }) => actorId ?? []),
  );
  return rows.map(({ id, at, actorKind, actorId, action, clientId, caseId }) => ({
    id,
    at,
    by: { kind: actorKind as Actor['kind'], name: (actorId && staff.get(actorId)) ?? null },
    action,
    client: clientId === null ? null : { id: clientId, name: clients.get(clientId) ?? null },
    case: caseId === null ? null : { id: caseId, code: cases.find((one) => one.id === caseId)?.code ?? null },
    position: seals.find(({ entryId }) => entryId === id)?.position ?? null,
  }));
}

import { randomBytes } from 'node:crypto';
import type { Channel, RecipientName } from '../../workflows/urgent-care/words';
import { addToDirectory, hashOf } from '../directory';
import { Prisma } from '../generated/client';
import { newId } from '../ids';
import type { OrganisationFacts } from '../people';
import type { Purpose } from '../purposes';
import type { Work } from '../work';
import type { CaseRow } from './case-row';
import type { Letter } from './letters';
import type { MessageStatus } from './vendor-codes';

/** Messages on their way: written before they are sent, so that a crash in between is seen. */

export type Audience = 'client' | 'staff' | 'gp' | 'contact' | 'authority';

export interface NewDispatch {
  /** With the case's id and the step's number: the key under which this message exists once. */
  readonly part: string;
  readonly template: string;
  readonly audience: Audience;
  readonly recipient?: RecipientName;
  readonly staffId?: string;
  /** A message to a third party names its mandate; the database refuses one that does not. */
  readonly mandateId?: string;
  readonly channel: Channel;
  readonly to: string;
  readonly write: (link: string) => Letter;
  /** Whose page the message's personal link opens, if it has one. */
  readonly link?: LinkKind;
}

/** A message as its sender needs it. */
export interface Outgoing {
  readonly id: string;
  readonly organisationId: string;
  readonly purpose: Purpose;
  readonly channel: Channel;
  readonly to: string;
  /** The organisation's own number: SMS and calls come from it. */
  readonly fromNumber: string;
  readonly senderName: string;
  readonly subject: string;
  readonly text: string;
  readonly ending?: string;
  readonly mail?: MailExtras;
  readonly createdAt: Date;
  /**
   * fresh: never tried, or the vendor said no for now · outcome-unknown: a try before this one fell between send and
   * record · settled: what came of it is on record, and nothing is left to do
   */
  readonly state: 'fresh' | 'outcome-unknown' | 'settled';
  readonly status: MessageStatus;
  /** False if the mandate fell away since: an unknown outcome is looked up, but nothing is sent again. */
  readonly maySend: boolean;
}

/** What an email has beside its words. */
export interface MailExtras {
  readonly headers: Readonly<Record<string, string>>;
  readonly replyTo: string | null;
  /** By which the vendor knows who unsubscribed there. */
  readonly unsubscribeGroup: number | null;
}

export interface DispatchWords extends Letter {
  readonly to: string;
  readonly token: string | null;
  readonly mail?: MailExtras;
}

/** Whose page a link opens: the client's, a GP's or contact's, or the client's once more when it is over. */
export type LinkKind = 'client' | 'third-party' | 'afterwards';

const pagePaths: Readonly<Record<LinkKind, string>> = { client: 'c', 'third-party': 'a', afterwards: 'h' };

/** Whatever is written in a case. */
const purpose: Purpose = 'urgent-care';

/** Links are good until the case closes, at most this long. contract.md §3 */
const linkLifetimeMs = 14 * 24 * 60 * 60_000;

export interface DispatchContext {
  readonly theCase: CaseRow;
  readonly organisation: OrganisationFacts;
  readonly step: number;
  readonly publicUrl: string;
}

/** Writes the step's messages ahead of their sending, or finds them if the step was tried before. */
export async function openDispatches(
  work: Work,
  context: DispatchContext,
  wanted: readonly NewDispatch[],
): Promise<readonly Outgoing[]> {
  const { theCase, step } = context;
  const known = await work.db.dispatch.findMany({ where: ofStep(theCase.id, step) });
  const drafts: Draft[] = [];
  const opened = await Promise.all(
    wanted.map(async (message) => {
      const stepKey = `${theCase.id}/${step}/${message.part}/${message.channel}`;
      const written = known.find((row) => row.stepKey === stepKey);
      if (written) {
        const words = await work.open<DispatchWords>(theCase.clientId, written.sealed);
        return outgoing(work, context, message.channel, { ...words, ...recorded(written) });
      }
      const draft = drafted(context, stepKey, message);
      drafts.push(draft);
      const fresh = { id: draft.id, createdAt: work.at, state: 'fresh', status: 'queued' } as const;
      return outgoing(work, context, message.channel, { ...draft.words, ...fresh });
    }),
  );
  await write(work, theCase, drafts);
  return opened;
}

interface Draft {
  readonly id: string;
  readonly stepKey: string;
  readonly message: NewDispatch;
  readonly words: DispatchWords;
}

function drafted({ publicUrl }: DispatchContext, stepKey: string, message: NewDispatch): Draft {
  const token = message.link ? randomBytes(16).toString('base64url') : null;
  const letter = message.write(token === null ? '' : `${publicUrl}/${pagePaths[message.link ?? 'client']}/${token}`);
  return { id: newId(), stepKey, message, words: { to: message.to, token, ...letter } };
}

async function write(work: Work, theCase: CaseRow, drafts: readonly Draft[]): Promise<void> {
  if (drafts.length === 0) return;
  const { organisationId, at } = work;
  const rows = drafts.map(async ({ id, stepKey, message, words }) => ({
    id,
    organisationId,
    caseId: theCase.id,
    stepKey,
    purpose,
    template: message.template,
    audience: message.audience,
    recipient: message.recipient ?? null,
    staffId: message.staffId ?? null,
    mandateId: message.mandateId ?? null,
    channel: message.channel,
    status: 'queued',
    toIndex: work.index(message.to),
    createdAt: at,
    statusAt: at,
    sealed: await work.seal(theCase.clientId, words),
  }));
  await work.db.dispatch.createMany({ data: await Promise.all(rows) });

  const links = drafts.flatMap(({ id, message, words }) =>
    words.token === null ? [] : [{ dispatchId: id, token: words.token, message }],
  );
  if (links.length === 0) return;
  const expiresAt = new Date(at.getTime() + linkLifetimeMs);
  await work.db.personalLink.createMany({
    data: links.map(({ dispatchId, token, message }) => ({
      id: newId(),
      organisationId,
      caseId: theCase.id,
      dispatchId,
      audience: message.link ?? 'client',
      recipient: message.recipient ?? null,
      tokenHash: hashOf(token),
      expiresAt,
    })),
  });
  await addToDirectory(work, 'link', ...links.map(({ token }) => token));
}

/** What a message says, for who goes on with it. */
export const wordsOf = (work: Work, clientId: string, { sealed }: { readonly sealed: Uint8Array }): Promise<Letter> =>
  work.open<DispatchWords>(clientId, sealed);

/** Whether this step wrote messages before: then it was tried before, and goes on where it stopped. */
export async function stepWasTried(work: Work, caseId: string, step: number): Promise<boolean> {
  return (await work.db.dispatch.count({ where: ofStep(caseId, step) })) > 0;
}

/** The last step that left anything on record; 0 if none did. */
export async function lastStepOf(work: Work, caseId: string): Promise<number> {
  const [found] = await work.db.$queryRaw<{ step: number }[]>`
    SELECT coalesce(max(step), 0)::int AS step FROM (
      SELECT split_part(step_key, '/', 2)::int AS step FROM dispatches WHERE case_id = ${caseId}::uuid
      UNION ALL
      SELECT split_part(step_key, '/', 1)::int FROM timeline_entries
      WHERE case_id = ${caseId}::uuid AND step_key IS NOT NULL) AS steps`;
  return found?.step ?? 0;
}

/** A message that may still arrive, and to which recipient of the plan, if to one. */
export interface Arriving {
  readonly status: MessageStatus;
  readonly recipient: RecipientName | null;
}

export const mayArrive = ({ status }: Arriving): boolean => !isLost(status);
const lost: readonly MessageStatus[] = ['failed-permanent', 'failed-temporary', 'cancelled'];
const isLost = (status: MessageStatus): boolean => lost.includes(status);

/** Whether the newest question to the client went out and may still have arrived. */
export const clientWasAsked = async (work: Work, caseId: string): Promise<boolean> =>
  (await whereClientWasAsked(work, [caseId])).has(caseId);

/** As clientWasAsked: those of these cases in which it is so. */
export async function whereClientWasAsked(work: Work, caseIds: readonly string[]): Promise<ReadonlySet<string>> {
  const questions = await work.db.dispatch.findMany({
    where: { caseId: { in: [...caseIds] }, template: 'inform-client' },
    orderBy: { seq: 'asc' },
    select: { caseId: true, stepKey: true, status: true },
  });
  const newest = new Map(questions.map(({ caseId, stepKey }) => [caseId, stepOf(stepKey)]));
  const arriving = questions.filter(
    ({ caseId, stepKey, status }) => stepOf(stepKey) === newest.get(caseId) && !isLost(status as MessageStatus),
  );
  return new Set(arriving.flatMap(({ caseId }) => caseId ?? []));
}

/** `unknown`: a vendor fell silent over one of the step's messages, and none is known to be on its way. */
export type Reach = 'on-its-way' | 'unknown' | 'lost';

export function reachOf(arriving: readonly Pick<Arriving, 'status'>[]): Reach {
  if (arriving.some(({ status }) => status !== 'unknown')) return 'on-its-way';
  return arriving.length > 0 ? 'unknown' : 'lost';
}

/** Those of the step's messages that may still arrive. */
export async function arrivingOf(work: Work, caseId: string, step: number): Promise<readonly Arriving[]> {
  const where = { ...ofStep(caseId, step), status: { notIn: [...lost] } };
  return (await work.db.dispatch.findMany({ where, select: { status: true, recipient: true } })) as Arriving[];
}

/** Which of its case's steps wrote this message. */
export const stepOf = (stepKey: string): number => Number(stepKey.split('/')[1]);

/** The messages of a step that was tried before and may send nothing more: their outcome is looked up, that is all. */
export async function lookUpOnly(work: Work, context: DispatchContext): Promise<readonly Outgoing[]> {
  const { theCase, step } = context;
  const known = await work.db.dispatch.findMany({ where: ofStep(theCase.id, step), orderBy: { seq: 'asc' } });
  return Promise.all(
    known.map(async (row) => {
      const words = await work.open<DispatchWords>(theCase.clientId, row.sealed);
      const channel = row.channel as Channel;
      const facts = { ...words, ...recorded(row) };
      return { ...outgoing(work, context, channel, facts), maySend: false };
    }),
  );
}

const ofStep = (caseId: string, step: number) => ({ caseId, stepKey: { startsWith: `${caseId}/${step}/` } });

interface KnownDispatch {
  readonly id: string;
  readonly createdAt: Date;
  readonly status: string;
  readonly vendorId: string | null;
}

type OnRecord = Pick<Outgoing, 'id' | 'createdAt' | 'state' | 'status'>;

/** Where a message stands that was written before. */
export function recorded({ id, createdAt, vendorId, ...known }: KnownDispatch): OnRecord {
  const status = known.status as MessageStatus;
  if (vendorId !== null) return { id, createdAt, status, state: 'settled' };
  if (status === 'failed-temporary') return { id, createdAt, status, state: 'fresh' };
  const unknown = status === 'queued' || status === 'unknown';
  return { id, createdAt, status, state: unknown ? 'outcome-unknown' : 'settled' };
}

/** A written message as its sender needs it. */
export function outgoing(
  work: Work,
  { organisation }: Pick<DispatchContext, 'organisation'>,
  channel: Channel,
  { id, to, subject, text, ending, mail, createdAt, state, status }: DispatchWords & OnRecord,
): Outgoing {
  const { organisationId } = work;
  const { smsNumber: fromNumber, senderName } = organisation;
  return {
    id,
    organisationId,
    purpose,
    channel,
    to,
    fromNumber,
    senderName,
    subject,
    text,
    ...(ending === undefined ? {} : { ending }),
    ...(mail === undefined ? {} : { mail }),
    createdAt,
    state,
    status,
    maySend: true,
  };
}

/** What came of one try to send. */
export interface Sent {
  readonly id: string;
  readonly result:
    | { readonly kind: 'accepted'; readonly vendorId: string; readonly possibleDuplicate: boolean }
    | { readonly kind: 'failed-permanent'; readonly errorCode: string }
    | { readonly kind: 'failed-temporary'; readonly errorCode: string; readonly retryAfterMs?: number }
    | { readonly kind: 'unknown' }
    /** This try had no time left to send it; surely unsent if none before it can have sent it either. */
    | { readonly kind: 'not-handed-over'; readonly surelyUnsent: boolean }
    | { readonly kind: 'cancelled' }
    | { readonly kind: 'settled'; readonly status: MessageStatus };
}

/**
 * Records what came of it; a callback that overtook this answer is not set back. Resolves to what the record says now,
 * which a report of a failure may have changed already.
 */
export async function recordSent(work: Work, { id, result }: Sent): Promise<Arriving> {
  if (result.kind === 'settled' || (result.kind === 'not-handed-over' && !result.surelyUnsent)) {
    const { status, recipient } = await work.db.dispatch.findUniqueOrThrow({ where: { id } });
    return { status: status as MessageStatus, recipient: recipient as RecipientName | null };
  }
  const status = statusAfter(result);
  const vendorId = result.kind === 'accepted' ? result.vendorId : null;
  const possibleDuplicate = result.kind === 'accepted' && result.possibleDuplicate;
  const errorCode = 'errorCode' in result ? result.errorCode : null;
  // Until the vendor's first report the status is one of these three; one under this very id came first and knows more.
  // What a vendor took was taken: a try that was given up and says so late knows less.
  const moves = Prisma.sql`status IN ('queued', 'unknown', 'failed-temporary')
    AND (vendor_id IS NULL OR vendor_id <> ${vendorId})`;
  const [now] = await work.db.$queryRaw<Arriving[]>`
    UPDATE dispatches SET
      status = CASE WHEN ${moves} THEN ${status} ELSE status END,
      status_at = CASE WHEN ${moves} THEN ${work.at} ELSE status_at END,
      error_code = CASE WHEN ${moves} THEN coalesce(${errorCode}, error_code) ELSE error_code END,
      vendor_id = coalesce(${vendorId}, vendor_id),
      possible_duplicate = possible_duplicate OR ${possibleDuplicate}
    WHERE id = ${id}::uuid
    RETURNING status, recipient`;
  if (!now) throw new Error('A message that was sent is not on record.');
  return now;
}

function statusAfter({ kind }: Exclude<Sent['result'], { readonly kind: 'settled' }>): MessageStatus {
  switch (kind) {
    case 'accepted':
      return 'queued';
    case 'not-handed-over':
      // Surely unsent: the next try need not ask the vendor, nor send it as a possible duplicate.
      return 'failed-temporary';
    default:
      return kind;
  }
}

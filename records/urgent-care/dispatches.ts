import { randomBytes } from 'node:crypto';
import type { RecipientName } from '../../workflows/urgent-care/words';
import { addToDirectory, hashOf } from '../directory';
import { newId } from '../ids';
import type { OrganisationFacts } from '../people';
import type { Work } from '../work';
import type { CaseRow } from './case-row';
import type { Letter, WrittenChannel } from './letters';
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
  readonly channel: WrittenChannel;
  readonly to: string;
  readonly write: (link: string) => Letter;
  /** Whose page the message's personal link opens, if it has one. */
  readonly link?: 'client' | 'third-party';
}

/** A message as its sender needs it. */
export interface Outgoing {
  readonly id: string;
  readonly organisationId: string;
  readonly channel: WrittenChannel;
  readonly to: string;
  /** The organisation's own number. */
  readonly smsFrom: string;
  readonly senderName: string;
  readonly subject: string;
  readonly text: string;
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

interface DispatchWords extends Letter {
  readonly to: string;
  readonly token: string | null;
}

/** Links are good until the case closes, at most this long. contract.md §3 */
const linkLifetimeMs = 14 * 24 * 60 * 60_000;

export interface DispatchContext {
  readonly theCase: CaseRow;
  readonly organisation: OrganisationFacts;
  readonly step: number;
  readonly publicUrl: string;
}

/** Writes the message ahead of its sending, or finds it if this step was tried before. */
export async function openDispatch(work: Work, context: DispatchContext, wanted: NewDispatch): Promise<Outgoing> {
  const { theCase, step } = context;
  const stepKey = `${theCase.id}/${step}/${wanted.part}/${wanted.channel}`;
  const where = { organisationId_stepKey: { organisationId: work.organisationId, stepKey } };
  const known = await work.db.dispatch.findUnique({ where });
  if (known) {
    const words = await work.open<DispatchWords>(theCase.clientId, known.sealed);
    return outgoing(work, context, wanted.channel, { ...words, ...recorded(known) });
  }
  const id = newId();
  const token = wanted.link ? randomBytes(16).toString('base64url') : null;
  const page = wanted.link === 'client' ? 'c' : 'a';
  const letter = wanted.write(token === null ? '' : `${context.publicUrl}/${page}/${token}`);
  const words: DispatchWords = { to: wanted.to, token, ...letter };
  await work.db.dispatch.create({
    data: {
      id,
      organisationId: work.organisationId,
      caseId: theCase.id,
      stepKey,
      purpose: 'urgent-care',
      template: wanted.template,
      audience: wanted.audience,
      recipient: wanted.recipient ?? null,
      staffId: wanted.staffId ?? null,
      mandateId: wanted.mandateId ?? null,
      channel: wanted.channel,
      status: 'queued',
      toIndex: work.index(wanted.to),
      createdAt: work.at,
      statusAt: work.at,
      sealed: await work.seal(theCase.clientId, words),
    },
  });
  if (token !== null) await addLink(work, theCase.id, id, token, wanted);
  const fresh = { id, createdAt: work.at, state: 'fresh', status: 'queued' } as const;
  return outgoing(work, context, wanted.channel, { ...words, ...fresh });
}

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

/**
 * Whether any of the step's messages may still arrive. Asked of the record, not of the vendor's answer: a report of a
 * failure may have overtaken it.
 */
export async function anyOnItsWay(work: Work, caseId: string, step: number): Promise<boolean> {
  return (await work.db.dispatch.count({ where: { ...ofStep(caseId, step), status: mayArrive } })) > 0;
}

/** Whose messages of this step may still arrive. */
export async function recipientsOnTheirWay(work: Work, caseId: string, step: number): Promise<RecipientName[]> {
  const found = await work.db.dispatch.findMany({ where: { ...ofStep(caseId, step), status: mayArrive } });
  return found.flatMap(({ recipient }) => (recipient === null ? [] : [recipient as RecipientName]));
}

/** Whether the newest question to the client went out and may still have arrived. */
export async function clientWasAsked(work: Work, caseId: string): Promise<boolean> {
  const newest = await work.db.dispatch.findFirst({
    where: { caseId, template: 'inform-client' },
    orderBy: { id: 'desc' },
  });
  return newest !== null && anyOnItsWay(work, caseId, stepOf(newest.stepKey));
}

const mayArrive = { notIn: ['failed-permanent', 'failed-temporary', 'cancelled'] };

const stepOf = (stepKey: string): number => Number(stepKey.split('/')[1]);

/** The messages of a step that was tried before and may send nothing more: their outcome is looked up, that is all. */
export async function lookUpOnly(work: Work, context: DispatchContext): Promise<readonly Outgoing[]> {
  const { theCase, step } = context;
  const known = await work.db.dispatch.findMany({ where: ofStep(theCase.id, step), orderBy: { id: 'asc' } });
  return Promise.all(
    known.map(async (row) => {
      const words = await work.open<DispatchWords>(theCase.clientId, row.sealed);
      const channel = row.channel as WrittenChannel;
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

function recorded({ id, createdAt, vendorId, ...known }: KnownDispatch): OnRecord {
  const status = known.status as MessageStatus;
  if (vendorId !== null) return { id, createdAt, status, state: 'settled' };
  if (status === 'failed-temporary') return { id, createdAt, status, state: 'fresh' };
  const unknown = status === 'queued' || status === 'unknown';
  return { id, createdAt, status, state: unknown ? 'outcome-unknown' : 'settled' };
}

function outgoing(
  work: Work,
  { organisation }: DispatchContext,
  channel: WrittenChannel,
  { id, to, subject, text, createdAt, state, status }: DispatchWords & OnRecord,
): Outgoing {
  const { organisationId } = work;
  const { smsNumber: smsFrom, senderName } = organisation;
  return {
    id,
    organisationId,
    channel,
    to,
    smsFrom,
    senderName,
    subject,
    text,
    createdAt,
    state,
    status,
    maySend: true,
  };
}

async function addLink(
  work: Work,
  caseId: string,
  dispatchId: string,
  token: string,
  { link, recipient }: NewDispatch,
): Promise<void> {
  await work.db.personalLink.create({
    data: {
      id: newId(),
      organisationId: work.organisationId,
      caseId,
      dispatchId,
      audience: link === 'client' ? 'client' : 'third-party',
      recipient: recipient ?? null,
      tokenHash: hashOf(token),
      expiresAt: new Date(work.at.getTime() + linkLifetimeMs),
    },
  });
  await addToDirectory(work, 'link', token);
}

/** What came of one try to send. */
export interface Sent {
  readonly id: string;
  readonly result:
    | { readonly kind: 'accepted'; readonly vendorId: string; readonly possibleDuplicate: boolean }
    | { readonly kind: 'failed-permanent'; readonly errorCode: string }
    | { readonly kind: 'failed-temporary'; readonly errorCode: string; readonly retryAfterMs?: number }
    | { readonly kind: 'unknown' }
    | { readonly kind: 'cancelled' }
    | { readonly kind: 'settled'; readonly status: MessageStatus };
}

/** Records what came of it. A callback that overtook this answer is not set back. */
export async function recordSent(work: Work, { id, result }: Sent): Promise<void> {
  // Until the vendor's first callback the status is still one of these.
  const unsettled = { id, status: { in: ['queued', 'unknown', 'failed-temporary'] } };
  const statusAt = work.at;
  switch (result.kind) {
    case 'accepted': {
      const { vendorId, possibleDuplicate } = result;
      // A report under this very id came before this answer, and knows more.
      const unreported = { ...unsettled, OR: [{ vendorId: null }, { vendorId: { not: vendorId } }] };
      await work.db.dispatch.updateMany({ where: unreported, data: { status: 'queued', statusAt } });
      await work.db.dispatch.update({ where: { id }, data: { vendorId, possibleDuplicate } });
      return;
    }
    case 'failed-permanent':
    case 'failed-temporary': {
      const { kind: status, errorCode } = result;
      await work.db.dispatch.updateMany({ where: unsettled, data: { status, statusAt, errorCode } });
      return;
    }
    case 'unknown':
    case 'cancelled':
      await work.db.dispatch.updateMany({ where: unsettled, data: { status: result.kind, statusAt } });
      return;
    case 'settled':
      return;
  }
}

import { readReplyCode } from '../../workflows/urgent-care/reply-code';
import type { RecipientName } from '../../workflows/urgent-care/words';
import { audit } from '../audit/record';
import { newId } from '../ids';
import { organisationOf } from '../people';
import { tellStaffOf } from '../staff-notices/staff-notice';
import type { Actor, Work } from '../work';
import { heedItself } from '../work';
import { recordAct } from './acts';
import { type CaseRow, lockCase } from './case-row';
import { chronicle } from './chronicle';
import { recipientActor } from './personal-page';
import { recordAcknowledgement } from './record-acknowledgement';

export interface InboundSms {
  /** The vendor's id: a repeated webhook is the same message. */
  readonly vendorId: string;
  readonly from: string;
  readonly text: string;
}

/** How the sender is answered. */
export type ReplyTaken =
  /** An exact code that fits one disclosure. */
  | 'thanked'
  /** The case had ended. */
  | 'late'
  /** A code, and more than one open disclosure on this phone: the sender is asked which. */
  | 'which-case'
  /** No code: the owner of the open case is paged to read it. */
  | 'passed-on'
  /** No code, and no open case that it belongs to: the sender is told to call, and who is on duty reads it. */
  | 'not-read'
  /** No answer, in the same words as a moment ago: passed on again, and not answered again. */
  | 'said-before';

interface OpenDisclosure {
  readonly caseId: string;
  readonly recipient: RecipientName;
}

/** Takes an SMS that came in. An answer is bound to its disclosure; what fits none goes to a person. domain.md §3.7 */
export async function takeReply(work: Work, sms: InboundSms): Promise<ReplyTaken> {
  const { organisationId } = work;
  // The same message twice at once: the second waits for the first and finds what was answered.
  await work.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${organisationId}\n${sms.vendorId}`}, 0))`;
  const where = { organisationId_vendorId: { organisationId, vendorId: sms.vendorId } };
  const known = await work.db.inboundMessage.findUnique({ where });
  if (known) return known.taken as ReplyTaken;

  const saidBefore = await saidJustNow(work, sms);
  const { taken, caseId } = await place(work, sms);
  const id = newId();
  if (taken === 'not-read') await tellWhoeverIsOnDuty(work, id);
  await work.db.inboundMessage.create({
    data: {
      id,
      organisationId,
      vendorId: sms.vendorId,
      caseId,
      taken,
      wordsIndex: work.index(wordsOf(sms)),
      at: work.at,
      sealed: await work.seal(organisationId, { from: sms.from, text: sms.text }),
    },
  });
  return saidBefore && !isAnAnswer(taken) ? 'said-before' : taken;
}

/** One page for all that come within a minute: they are read in one list. */
const pageAtMostEveryMs = 60_000;

async function tellWhoeverIsOnDuty(work: Work, messageId: string): Promise<void> {
  const since = new Date(work.at.getTime() - pageAtMostEveryMs);
  const paged = await work.db.inboundMessage.count({ where: { taken: 'not-read', at: { gt: since } } });
  if (paged === 0) await tellStaffOf(work, 'message-without-case', messageId);
}

/** How long the same words are not answered again. Milliseconds. */
const answeredOnceInMs = 10 * 60_000;

/** A machine that answers every message would go on talking with ours for ever. */
async function saidJustNow(work: Work, sms: InboundSms): Promise<boolean> {
  const since = new Date(work.at.getTime() - answeredOnceInMs);
  const where = { wordsIndex: { in: work.indexes(wordsOf(sms)) }, at: { gte: since } };
  return (await work.db.inboundMessage.count({ where })) > 0;
}

const wordsOf = ({ from, text }: InboundSms): string => `${from}\n${text}`;

/** Who answers hears each time that they were heard. */
const isAnAnswer = (taken: ReplyTaken): boolean => taken === 'thanked' || taken === 'late';

interface Placed {
  readonly taken: ReplyTaken;
  readonly caseId: string | null;
}

async function place(work: Work, { from, text }: InboundSms): Promise<Placed> {
  const told = await disclosuresTo(work, from);
  const code = readReplyCode(text);
  if (code === null || told.length === 0) return passOn(work, from, text, told);

  const meant = await meantBy(work, told, code.caseCode);
  const [only] = meant;
  if (meant.length > 1) {
    // In one order, or two replies could each wait for the other's case.
    for (const { caseId, recipient } of meant.toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1))) {
      const ambiguous = 'A reply came that fits more than one case; the sender was asked which one is meant.';
      await giveToOwner(work, caseId, await actor(work, caseId, recipient), ambiguous);
    }
    return { taken: 'which-case', caseId: null };
  }
  if (!only) return passOn(work, from, text, told);
  const by = await actor(work, only.caseId, only.recipient);
  const given = { recipient: only.recipient, answer: code.answer, via: 'sms' as const };
  const taken = await recordAcknowledgement(work, only.caseId, by, given);
  return { taken: taken === 'late' ? 'late' : 'thanked', caseId: only.caseId };
}

/** Who was told by this number, a recipient of a case once, newest case first. */
async function disclosuresTo(work: Work, number: string): Promise<readonly OpenDisclosure[]> {
  const sent = await work.db.dispatch.findMany({
    where: { toIndex: { in: work.indexes(number) }, template: 'disclosure', recipient: { not: null } },
    orderBy: { seq: 'desc' },
    distinct: ['caseId', 'recipient'],
  });
  return sent.flatMap(({ caseId, recipient }) =>
    caseId === null ? [] : [{ caseId, recipient: recipient as RecipientName }],
  );
}

/** By the code if there is one; else those whose escalation is still open, or the newest one if none is. */
async function meantBy(
  work: Work,
  told: readonly OpenDisclosure[],
  caseCode: string | null,
): Promise<readonly OpenDisclosure[]> {
  const cases = await work.db.case.findMany({ where: { id: { in: told.map(({ caseId }) => caseId) } } });
  const inCases = (wanted: (row: CaseRow) => boolean): readonly OpenDisclosure[] => {
    const ids = cases.filter((row) => wanted(row as CaseRow)).map(({ id }) => id);
    return told.filter(({ caseId }) => ids.includes(caseId));
  };
  if (caseCode !== null) return inCases(({ code }) => code === caseCode);
  const open = inCases(({ outcomeKind }) => outcomeKind === null);
  return open.length > 0 ? open : told.slice(0, 1);
}

/**
 * The owner of an open case reads it: one that this number was told in, else one of the client whose number it is. With
 * no open case it is kept with the newest one that the number was told in.
 */
async function passOn(work: Work, from: string, text: string, told: readonly OpenDisclosure[]): Promise<Placed> {
  const open = await firstOpen(work, told);
  const fromClient = open ? null : await openCaseOfClientWith(work, from);
  if (fromClient) {
    const by: Actor = { kind: 'client', id: fromClient.clientId, name: 'The client' };
    await giveToOwner(work, fromClient.id, by, `They wrote: ${text}`);
    return { taken: 'passed-on', caseId: fromClient.id };
  }
  const kept = open ?? told[0];
  if (!kept) {
    const { name } = await organisationOf(work);
    await audit(work, { actor: heedItself, action: 'message.received-without-case', words: `${name}: ${text}` });
    return { taken: 'not-read', caseId: null };
  }
  await giveToOwner(work, kept.caseId, await actor(work, kept.caseId, kept.recipient), `They wrote: ${text}`);
  return { taken: open ? 'passed-on' : 'not-read', caseId: kept.caseId };
}

async function firstOpen(work: Work, told: readonly OpenDisclosure[]): Promise<OpenDisclosure | undefined> {
  const open = await work.db.case.findMany({
    where: { id: { in: told.map(({ caseId }) => caseId) }, status: { not: 'closed' } },
    select: { id: true },
  });
  return told.find(({ caseId }) => open.some(({ id }) => id === caseId));
}

async function openCaseOfClientWith(work: Work, mobile: string): Promise<CaseRow | null> {
  const clients = await work.db.client.findMany({ where: { mobileIndex: { in: work.indexes(mobile) } } });
  const found = await work.db.case.findFirst({
    where: { clientId: { in: clients.map(({ id }) => id) }, status: { not: 'closed' } },
    orderBy: { id: 'desc' },
  });
  return found as CaseRow | null;
}

/** Onto the timeline; while the case is open its owner is paged to read it. */
async function giveToOwner(work: Work, caseId: string, by: Actor, text: string): Promise<void> {
  const theCase = await lockCase(work, caseId);
  await chronicle(work, theCase, { actor: by, kind: 'reply.received', text });
  if (theCase.status !== 'closed') await recordAct(work, caseId, { kind: 'news-for-owner' });
}

async function actor(work: Work, caseId: string, recipient: RecipientName): Promise<Actor> {
  return recipientActor(work, await lockCase(work, caseId), recipient);
}

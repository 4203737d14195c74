import { readReplyCode } from '../../workflows/urgent-care/reply-code';
import { type TakenOnce, takeOnce } from '../inbound-messages';
import type { Work } from '../work';
import type { CaseRow } from './case-row';
import { disclosuresTo, giveToOwner, type OpenDisclosure, passOn, recipientOfCase, type WhatCameIn } from './pass-on';
import { recordAcknowledgement } from './record-acknowledgement';

export interface InboundSms {
  /** The vendor's id: a repeated webhook is the same message. */
  readonly vendorId: string;
  readonly from: string;
  readonly text: string;
  /** Pictures and files that came with it, which are not kept. */
  readonly media?: number;
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

/** Takes an SMS that came in. An answer is bound to its disclosure; what fits none goes to a person. domain.md §3.7 */
export const takeReply = (work: Work, sms: InboundSms): Promise<ReplyTaken> =>
  takeSms(work, sms, () => place(work, sms));

/** Takes an SMS once. @param place what becomes of it, if it is new */
export function takeSms<Taken extends string>(
  work: Work,
  sms: InboundSms,
  place: () => Promise<TakenOnce<Taken>>,
): Promise<Taken | 'said-before'> {
  const { vendorId, from, text, media = 0 } = sms;
  const words = { from, text, ...(media > 0 ? { attachments: media } : {}) };
  return takeOnce(work, { channel: 'sms', vendorId, words, wordsIndex: work.index(wordsOf(sms)) }, async () => {
    const saidBefore = await saidJustNow(work, sms);
    const placed = await place();
    return { ...placed, answer: saidBefore && !isAnAnswer(placed.taken) ? 'said-before' : placed.taken };
  });
}

/** For who reads it: a picture may say what the words do not. */
export const withMedia = ({ from, text, media = 0 }: InboundSms): WhatCameIn => ({
  from,
  text: media > 0 ? `${text} (with ${media} pictures or files, which are not kept)` : text,
});

/** How long the same words are not answered again. Milliseconds. */
const answeredOnceInMs = 10 * 60_000;

/** A machine that answers every message would go on talking with ours for ever. */
async function saidJustNow(work: Work, sms: InboundSms): Promise<boolean> {
  const since = new Date(work.at.getTime() - answeredOnceInMs);
  const where = { wordsIndex: { in: work.indexes(wordsOf(sms)) }, at: { gte: since } };
  return (await work.db.inboundMessage.count({ where })) > 0;
}

/** What is known again when the same is said twice. */
export const wordsOf = ({ from, text }: Pick<InboundSms, 'from' | 'text'>): string => `${from}\n${text}`;

/** Who answers hears each time that they were heard. */
const isAnAnswer = (taken: string): boolean => taken === 'thanked' || taken === 'late';

async function place(work: Work, sms: InboundSms): Promise<TakenOnce<ReplyTaken>> {
  const told = await disclosuresTo(work, sms.from);
  const code = readReplyCode(sms.text);
  if (code === null || told.length === 0) return passOn(work, withMedia(sms), told);

  const meant = await meantBy(work, told, code.caseCode);
  const [only] = meant;
  if (meant.length > 1) {
    // In one order, or two replies could each wait for the other's case.
    for (const { caseId, recipient } of meant.toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1))) {
      const ambiguous = 'A reply came that fits more than one case; the sender was asked which one is meant.';
      await giveToOwner(work, caseId, await recipientOfCase(work, caseId, recipient), ambiguous);
    }
    return { taken: 'which-case', caseId: null };
  }
  if (!only) return passOn(work, withMedia(sms), told);
  const by = await recipientOfCase(work, only.caseId, only.recipient);
  const given = { recipient: only.recipient, answer: code.answer, via: 'sms' as const };
  const taken = await recordAcknowledgement(work, only.caseId, by, given);
  return { taken: taken === 'late' ? 'late' : 'thanked', caseId: only.caseId };
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

import { auditRead } from './audit/reads';
import { type Caller, hasRole } from './caller';
import { readable } from './erasure/whose';
import type { InboundMessage } from './generated/client';
import { newId } from './ids';
import { wasOnDuty } from './rota/on-duty';
import { tellStaffOf } from './staff-notices/staff-notice';
import { isOnDuty } from './urgent-care/access';
import type { Work } from './work';

/** What people write to us, by SMS and by email. */

export interface InboundWords {
  readonly from: string;
  /** Of an email. */
  readonly subject?: string;
  readonly text: string;
  /** Pictures and files that came with it, which are not kept. */
  readonly attachments?: number;
}

export interface Inbound {
  readonly channel: 'sms' | 'email';
  /** The vendor's id, or what stands for one: told again, it is the same message. */
  readonly vendorId: string;
  readonly words: InboundWords;
  /** By which the same words are known again. */
  readonly wordsIndex?: Uint8Array<ArrayBuffer>;
}

/** What became of it. `not-read`: no open case belongs to it, and whoever is on duty is told. */
export interface TakenOnce<Taken extends string> {
  readonly taken: Taken;
  readonly caseId: string | null;
}

/**
 * Takes what came in, if it was not taken before. Resolves to what became of it, or to `answer` if that is how the
 * sender is to be answered this time.
 */
export async function takeOnce<Taken extends string, Answer extends string = Taken>(
  work: Work,
  { channel, vendorId, words, wordsIndex }: Inbound,
  take: () => Promise<TakenOnce<Taken> & { readonly answer?: Answer }>,
): Promise<Taken | Answer> {
  const { organisationId } = work;
  // The same message twice at once: the second waits for the first and finds what became of it.
  await work.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${organisationId}\n${vendorId}`}, 0))`;
  const known = await work.db.inboundMessage.findUnique({
    where: { organisationId_vendorId: { organisationId, vendorId } },
  });
  if (known) return known.taken as Taken;

  const { taken, caseId, answer } = await take();
  const id = newId();
  if (taken === 'not-read') await tellWhoeverIsOnDuty(work, id);
  await work.db.inboundMessage.create({
    data: {
      id,
      organisationId,
      vendorId,
      channel,
      caseId,
      taken,
      senderIndex: work.index(words.from),
      wordsIndex: wordsIndex ?? null,
      at: work.at,
      ownKey: true,
      sealed: await work.seal(id, words),
    },
  });
  return answer ?? taken;
}

const minuteMs = 60_000;
const minuteOf = (at: Date): Date => new Date(Math.floor(at.getTime() / minuteMs) * minuteMs);

/**
 * One page for all that come in one minute of the clock: they are read in one list. However closely they follow each other,
 * each minute pages, and whoever begins a shift hears of what comes in it.
 */
async function tellWhoeverIsOnDuty(work: Work, messageId: string): Promise<void> {
  const paged = await work.db.inboundMessage.count({ where: { taken: 'not-read', at: { gte: minuteOf(work.at) } } });
  if (paged === 0) await tellStaffOf(work, 'message-without-case', messageId);
}

/** `at` is ISO. */
export interface InboundInBrief {
  readonly id: string;
  readonly at: string;
  readonly channel: 'sms' | 'email';
}

export type InboundToRead = InboundInBrief & InboundWords;

export const inBrief = ({ id, at, channel }: InboundMessage): InboundInBrief => ({
  id,
  at: at.toISOString(),
  channel: channel as InboundInBrief['channel'],
});

/** The whole of it. */
export const toRead = async (work: Work, message: InboundMessage): Promise<InboundToRead> => ({
  ...inBrief(message),
  ...(await work.open<InboundWords>(message.ownKey ? message.id : work.organisationId, message.sealed)),
});

/** What came in and belongs to no open case. */
export type UnplacedMessage = InboundToRead & {
  /** A machine wrote it, as one does while somebody is away: nobody was paged for it. */
  readonly automatic: boolean;
};

/**
 * Newest first, for whoever is on duty: someone may be in danger, and no case pages anybody. The end of a shift takes from
 * nobody what came while they were. domain.md §3.7
 */
export async function unplacedMessages(
  work: Work,
  caller: Caller,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly UnplacedMessage[]; readonly next: string | null }> {
  const rows = await work.db.inboundMessage.findMany({
    where: { taken: { in: ['not-read', 'automatic'] }, ...(cursor ? { id: { lt: cursor } } : {}) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const isTheirs = await whichTheyMayRead(work, caller);
  const shown = page.filter(({ at }) => isTheirs(at));
  // Whose words they are nobody knows here: that somebody looked is on record all the same.
  if (shown.length > 0) await auditRead(work, caller, { action: 'inbound-messages.read' });
  const items = await Promise.all(
    shown.map(async (row) => {
      // Of what an older backup brought back, the key may be destroyed: nobody reads it, and nobody waits for it.
      const message = await readable(toRead(work, row));
      return message && { ...message, automatic: row.taken === 'automatic' };
    }),
  );
  return {
    items: items.filter((item) => item !== null),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

/** By when it came. One page stands for its whole minute. */
async function whichTheyMayRead(work: Work, caller: Caller): Promise<(at: Date) => boolean> {
  if (hasRole(caller, 'supervisor') || (await isOnDuty(work, caller))) return () => true;
  const wasTheirs = await wasOnDuty(work, caller.credential);
  return (at) => wasTheirs(at) || wasTheirs(minuteOf(at));
}

import { marketingMessageWorkflowId } from '../../workflows/marketing-message/contract';
import { addClientLink, newClientLink } from '../client-links';
import { lockWhatIsLeftOf } from '../clients/lock';
import type { Dispatch } from '../generated/client';
import { organisationOf } from '../people';
import type { DispatchWords, MailExtras, Outgoing } from '../urgent-care/dispatches';
import type { Work } from '../work';
import { type MessageBesideCases, writeAhead } from '../written-ahead';
import { nextClients } from './audience';
import type { MarketingLetter } from './letters';
import { unsubscribeGroupOf } from './lists';
import { type WayTo, wayTo } from './may-be-written-to';
import { lockMessage, type MessageRow, type MessageWords, wordsOfMessage } from './message-row';
import { optedInAgain } from './suppressions';

/** How a message to many comes to each of them: one transaction a client, so that whoever opts out first is not written to. */

export interface MarketingTools {
  readonly letter: MarketingLetter;
  readonly publicUrl: string;
}

export type Batch =
  | { readonly kind: 'goes-on'; readonly clientIds: readonly string[] }
  | { readonly kind: 'paused' }
  | { readonly kind: 'ended' };

/** Whose turn it is: those whose message was written and not handed over, then the next. With nobody left, it is sent. */
export async function openBatch(work: Work, messageId: string, most: number): Promise<Batch> {
  const message = await lockMessage(work, messageId);
  const stopped = whetherStopped(message);
  if (stopped) return stopped;
  const left = await notHandedOver(work, messageId);
  const clientIds = [...left, ...(await nextClients(work, message, most))].slice(0, most);
  if (clientIds.length > 0) return { kind: 'goes-on', clientIds };
  await work.db.marketingMessage.update({ where: { id: messageId }, data: { standing: 'sent', endedAt: work.at } });
  return { kind: 'ended' };
}

function whetherStopped({ standing }: MessageRow): Exclude<Batch, { readonly kind: 'goes-on' }> | null {
  if (standing === 'sending') return null;
  return { kind: standing === 'paused' ? 'paused' : 'ended' };
}

/** A crash fell between writing and sending, or a vendor took it not for now. An outcome that nobody knows stays so. */
async function notHandedOver(work: Work, messageId: string): Promise<readonly string[]> {
  const found = await work.db.dispatch.findMany({
    where: { marketingMessageId: messageId, vendorId: null, status: { in: ['queued', 'failed-temporary'] } },
    orderBy: { seq: 'asc' },
    select: { clientId: true },
  });
  return found.flatMap(({ clientId }) => clientId ?? []);
}

export type ForClient =
  | { readonly kind: 'to-send'; readonly outgoing: Outgoing }
  /** Nothing goes to this client, or it has gone already. */
  | { readonly kind: 'passed-by' }
  | Exclude<Batch, { readonly kind: 'goes-on' }>;

/**
 * Decides about one client and writes their message ahead of its sending. Consent and suppression are read with the
 * client's row locked, in the transaction that records the dispatch: an opt-out that commits first stops it.
 */
export async function openForClient(
  work: Work,
  tools: MarketingTools,
  messageId: string,
  clientId: string,
): Promise<ForClient> {
  const message = await lockMessage(work, messageId);
  const stopped = whetherStopped(message);
  if (stopped) return stopped;
  const stepKey = `${marketingMessageWorkflowId(messageId)}/${clientId}`;
  const written = await work.db.dispatch.findFirst({ where: { stepKey } });
  if (!written && isPast(message, clientId)) return { kind: 'passed-by' };

  const words = await wordsOfMessage(work, message);
  const way = (await lockWhatIsLeftOf(work, clientId)) ? await wayTo(work, clientId, message, words) : null;
  if (!written) await comesTo(work, message, clientId, way !== null);
  if (way === null || (written && !goesBy(work, written, way))) {
    if (written) await giveUpOn(work, written.id);
    return { kind: 'passed-by' };
  }
  const outgoing = await write(work, tools, { message, words, clientId, way, stepKey });
  return outgoing && outgoing.state !== 'settled' ? { kind: 'to-send', outgoing } : { kind: 'passed-by' };
}

/** Ids of ours sort in the database as they do here. */
const isPast = ({ lastClientId }: MessageRow, clientId: string): boolean =>
  lastClientId !== null && clientId <= lastClientId;

/** Whether what was written goes to where they are reached now: its words are for the address that they had then. */
const goesBy = (work: Work, { channel, toIndex }: Dispatch, way: WayTo): boolean =>
  channel === way.channel && work.indexes(way.to).some((index) => Buffer.compare(index, toIndex) === 0);

async function comesTo(work: Work, { id }: MessageRow, clientId: string, isWrittenTo: boolean): Promise<void> {
  const withheld = { increment: isWrittenTo ? 0 : 1 };
  await work.db.marketingMessage.update({ where: { id }, data: { lastClientId: clientId, withheld } });
}

/** It may not go any more. What a crash left may be out: then the vendor's report will say so. */
async function giveUpOn(work: Work, id: string): Promise<void> {
  await work.db.dispatch.update({ where: { id }, data: { status: 'cancelled', statusAt: work.at } });
}

interface ToWrite {
  readonly message: MessageRow;
  readonly words: MessageWords;
  readonly clientId: string;
  readonly way: WayTo;
  readonly stepKey: string;
}

async function write(
  work: Work,
  { letter, publicUrl }: MarketingTools,
  { message: { id: marketingMessageId, topic }, words, clientId, way: { channel, to }, stepKey }: ToWrite,
): Promise<Outgoing | undefined> {
  const { senderName, callbackNumber, inboundEmail } = await organisationOf(work);
  // The vendor's group still has whoever opted in again, and would drop what they asked for.
  const goesByGroup = channel === 'email' && !(await optedInAgain(work, channel, to));
  const unsubscribeGroup = goesByGroup ? await unsubscribeGroupOf(work) : null;
  const newWords = (): DispatchWords => {
    const { token, link } = newClientLink(publicUrl, 'preferences');
    const { subject } = words;
    const text = channel === 'sms' ? (words.sms ?? words.text) : words.text;
    const written = letter(channel, { senderName, callbackNumber, topic, subject, text, link, inboundEmail });
    const extras = channel === 'email' ? { mail: mailExtras(link, inboundEmail, unsubscribeGroup) } : {};
    return { to, token, ...written, ...extras };
  };
  const message: MessageBesideCases = {
    stepKey,
    purpose: 'marketing',
    template: 'marketing-message',
    channel,
    to: { kind: 'client', clientId, marketingMessageId },
    words: newWords,
  };
  const { outgoing, fresh } = await writeAhead(work, [message]);
  for (const { id: dispatchId, words: written } of fresh) {
    if (written.token === null) continue;
    const link = { token: written.token, page: 'preferences', expiresAt: neverExpires(work.at) } as const;
    await addClientLink(work, { clientId, dispatchId, ...link });
  }
  return outgoing[0];
}

/** RFC 2369 and RFC 8058: whoever reads mail in a program finds its own button to stop it. */
const mailExtras = (link: string, inboundEmail: string | null, unsubscribeGroup: number | null): MailExtras => ({
  headers: {
    'List-Unsubscribe': [
      `<${link}>`,
      ...(inboundEmail === null ? [] : [`<mailto:${inboundEmail}?subject=unsubscribe>`]),
    ].join(', '),
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
  replyTo: inboundEmail,
  unsubscribeGroup,
});

/** A way out stays open as long as its owner is known: the erasure of the client ends it, no date does. */
const neverExpires = (now: Date): Date => new Date(Date.UTC(now.getUTCFullYear() + 100, 0, 1));

/** After many tries a vendor still takes none of these: they are not tried any more. */
export async function giveUpSending(work: Work, messageId: string): Promise<void> {
  await work.db.dispatch.updateMany({
    where: { marketingMessageId: messageId, vendorId: null, status: 'failed-temporary' },
    data: { status: 'failed-permanent', statusAt: work.at },
  });
}

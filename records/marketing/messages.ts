import {
  type MarketingMessageInput,
  type MessageStanding,
  marketingMessageQueue,
  marketingMessageWorkflow,
  marketingMessageWorkflowId,
  standingChanged,
} from '../../workflows/marketing-message/contract';
import type { MarketingChannel } from '../../workflows/marketing-opt-out/words';
import { audit } from '../audit/record';
import { actorOf, type Caller, requireRole } from '../caller';
import { conflict, invalidField } from '../errors';
import { newId } from '../ids';
import { type BegunAnew, putInOutbox, startIsWaiting } from '../outbox';
import { organisationOf } from '../people';
import type { Work } from '../work';
import { countToCome } from './audience';
import { requireFitToSend } from './fit-to-send';
import type { MarketingTexts } from './letters';
import { lockMessage, type MessageRow, type MessageWords, readMessageRow, wordsOfMessage } from './message-row';

/** Messages to many: ordered, watched, paused, cancelled. Sending them is `send-to-clients.ts`. contract.md §6 */

export interface MessageOrder {
  readonly topic: string;
  readonly subject: string;
  readonly text: string;
  /** Instead of `text` by SMS; null: nothing goes by SMS; absent: `text`. */
  readonly sms?: string | null | undefined;
  readonly audience: 'all-consented' | { readonly clientIds: readonly string[] };
}

/**
 * Orders a message to many. Whether somebody may be written to is decided when it is their turn.
 * @param sendsEmail whether this deployment has an address from which marketing goes out
 * @throws Forbidden for anyone but the platform or an admin; Conflict `no-marketing-sender`; InvalidInput for words that
 * may not go, and for clients who are not this organisation's
 */
export async function orderMessage(
  work: Work,
  caller: Caller,
  order: MessageOrder,
  { sendsEmail }: { readonly sendsEmail: boolean },
): Promise<{ readonly id: string; readonly status: MessageStanding }> {
  requireMarketer(caller);
  const actor = await actorOf(work, caller);
  const { topic, subject, text, audience } = order;
  const { senderName, marketingSmsNumber } = await organisationOf(work);
  const bySms = marketingSmsNumber !== null && order.sms !== null;
  const texts: MarketingTexts = { subject, text, sms: bySms ? (order.sms ?? text) : null };
  const channels: readonly MarketingChannel[] = [
    ...(sendsEmail ? ['email' as const] : []),
    ...(bySms ? ['sms' as const] : []),
  ];
  if (channels.length === 0) throw noSender();
  requireFitToSend(texts, senderName);
  const clientIds = audience === 'all-consented' ? [] : [...audience.clientIds];
  await requireOwnClients(work, clientIds);

  const { organisationId, at } = work;
  const id = newId();
  await work.db.marketingMessage.create({
    data: {
      id,
      organisationId,
      topic,
      clientIds,
      standing: 'sending',
      orderedBy: actor.id,
      orderedAt: at,
      sealed: await work.seal(organisationId, { ...texts, channels } satisfies MessageWords),
    },
  });
  await start(work, id, { again: false });
  await audit(work, { actor, action: 'marketing-message.ordered', words: `${topic}: ${subject}` });
  return { id, status: 'sending' };
}

const requireMarketer = (caller: Caller): void => requireRole(caller, 'platform', 'admin');

const noSender = () =>
  conflict(
    'no-marketing-sender',
    'There is nothing to send news from: set MARKETING_EMAIL_FROM, or give the organisation a number for marketing. What goes out otherwise never comes from the senders of urgent care.',
  );

async function requireOwnClients(work: Work, clientIds: readonly string[]): Promise<void> {
  const known = await work.db.client.count({ where: { id: { in: [...clientIds] } } });
  if (known === clientIds.length) return;
  throw invalidField('audience/clientIds', `${clientIds.length - known} of them are no clients of yours`);
}

/** How many people, each counted once in `toSend`, `sent`, `failed`, `unknown` or `withheld`. */
interface MessageCounts {
  readonly toSend: number;
  /** Handed over to a vendor. */
  readonly sent: number;
  /** Of those that were sent. */
  readonly delivered: number;
  readonly failed: number;
  /** A vendor fell silent over it. It is not sent again. */
  readonly unknown: number;
  /** Not written to: they have not agreed, opted out, can't be reached safely, or have died. */
  readonly withheld: number;
}

export interface MessageToRead extends Omit<MarketingTexts, 'sms'> {
  readonly id: string;
  readonly topic: string;
  readonly sms: string | null;
  readonly status: MessageStanding;
  readonly orderedAt: string;
  readonly endedAt: string | null;
  readonly counts: MessageCounts;
}

/** @throws Forbidden, NotFound */
export async function readMessage(work: Work, caller: Caller, id: string): Promise<MessageToRead> {
  requireRole(caller, 'platform', 'admin', 'dpo');
  const row = await readMessageRow(work, id);
  const { subject, text, sms } = await wordsOfMessage(work, row);
  return {
    id,
    topic: row.topic,
    subject,
    text,
    sms,
    status: row.standing,
    orderedAt: row.orderedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    counts: await countsOf(work, row),
  };
}

async function countsOf(work: Work, row: MessageRow): Promise<MessageCounts> {
  const [written] = await work.db.$queryRaw<MessageCounts[]>`
    SELECT count(*) FILTER (WHERE vendor_id IS NULL AND status IN ('queued', 'failed-temporary'))::int AS "toSend",
      count(*) FILTER (WHERE status IN ('sent', 'delivered', 'opened')
        OR (vendor_id IS NOT NULL AND status <> 'failed-permanent'))::int AS sent,
      count(*) FILTER (WHERE status IN ('delivered', 'opened'))::int AS delivered,
      count(*) FILTER (WHERE status = 'failed-permanent')::int AS failed,
      count(*) FILTER (WHERE vendor_id IS NULL AND status = 'unknown')::int AS unknown,
      count(*) FILTER (WHERE vendor_id IS NULL AND status = 'cancelled')::int AS withheld
    FROM dispatches WHERE marketing_message_id = ${row.id}::uuid`;
  const ended = row.endedAt !== null;
  const counts = { toSend: 0, sent: 0, delivered: 0, failed: 0, unknown: 0, withheld: 0, ...written };
  return {
    ...counts,
    toSend: ended ? 0 : counts.toSend + (await countToCome(work, row)),
    withheld: counts.withheld + row.withheld,
  };
}

const steps = {
  pause: { from: ['sending'], to: 'paused', was: 'paused' },
  resume: { from: ['paused'], to: 'sending', was: 'resumed' },
  cancel: { from: ['sending', 'paused'], to: 'cancelled', was: 'cancelled' },
} as const satisfies Record<string, { from: readonly MessageStanding[]; to: MessageStanding; was: string }>;
export type StandingChange = keyof typeof steps;

/**
 * Pauses, resumes or cancels it. Whoever it has not come to when this commits gets nothing of it, or nothing for now.
 * Asked again, it answers the same.
 * @throws Forbidden, NotFound; Conflict for one that is over
 */
export async function changeStanding(
  work: Work,
  caller: Caller,
  id: string,
  step: StandingChange,
): Promise<{ readonly id: string; readonly status: MessageStanding }> {
  requireMarketer(caller);
  const actor = await actorOf(work, caller);
  const row = await lockMessage(work, id);
  const { from, to, was } = steps[step];
  if (row.standing === to) return { id, status: to };
  if (!(from as readonly MessageStanding[]).includes(row.standing)) throw over(row.standing);
  const ends = to === 'cancelled';
  await work.db.marketingMessage.update({ where: { id }, data: { standing: to, endedAt: ends ? work.at : null } });
  if (ends) await cancelWaiting(work, id);
  await putInOutbox(work, marketingMessageWorkflowId(id), {
    kind: 'signal',
    signal: standingChanged.name,
    argument: undefined,
  });
  await audit(work, { actor, action: `marketing-message.${was}` });
  return { id, status: to };
}

const over = (standing: MessageStanding) =>
  conflict('message-over', `This message is ${standing}: there is nothing to pause, resume or cancel any more.`);

/** Those that a vendor has refused for now and that wait to be tried again. */
async function cancelWaiting(work: Work, id: string): Promise<void> {
  await work.db.dispatch.updateMany({
    where: { marketingMessageId: id, status: 'failed-temporary', vendorId: null },
    data: { status: 'cancelled', statusAt: work.at },
  });
}

async function start(work: Work, messageId: string, { again }: { readonly again: boolean }): Promise<void> {
  const input: MarketingMessageInput = { messageId, organisationId: work.organisationId };
  await putInOutbox(work, marketingMessageWorkflowId(messageId), {
    kind: 'start',
    workflow: marketingMessageWorkflow,
    queue: marketingMessageQueue,
    input,
    again,
  });
}

/**
 * Temporal has no process for this message: it lost its data, or somebody ended the run by hand. It goes on with whom it
 * has not come to yet.
 * @returns 'closed' if it is over, 'waits-to-start' if its start is on its way already
 */
export async function beginMessageAnew(work: Work, id: string): Promise<BegunAnew> {
  const row = await lockMessage(work, id);
  if (row.endedAt !== null) return 'closed';
  if (await startIsWaiting(work, marketingMessageWorkflowId(id))) return 'waits-to-start';
  await start(work, id, { again: true });
  return 'begun-anew';
}

/** Those that were ordered longer than `olderThanMs` ago and are not over: each of them must have a process. */
export async function openMessagesOlderThan(work: Work, olderThanMs: number): Promise<readonly string[]> {
  const orderedAt = { lt: new Date(work.at.getTime() - olderThanMs) };
  const found = await work.db.marketingMessage.findMany({ where: { endedAt: null, orderedAt }, select: { id: true } });
  return found.map(({ id }) => id);
}

import type { MessageStanding } from '../../workflows/marketing-message/contract';
import type { MarketingChannel } from '../../workflows/marketing-opt-out/words';
import { audit } from '../audit/record';
import { actorOf, type Caller } from '../caller';
import { conflict, invalidField } from '../errors';
import { newId } from '../ids';
import { organisationOf } from '../people';
import type { Work } from '../work';
import { requireFitToSend } from './fit-to-send';
import type { MarketingTexts } from './letters';
import { startMessageProcess } from './message-process';
import type { MessageWords } from './message-row';

/** A message to many. Sending it is `send-to-clients.ts`. contract.md §6 */

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
 * @throws Conflict `no-marketing-sender`; InvalidInput for words that may not go, and for clients who are not this
 * organisation's
 */
export async function orderMessage(
  work: Work,
  caller: Caller,
  order: MessageOrder,
  { sendsEmail }: { readonly sendsEmail: boolean },
): Promise<{ readonly id: string; readonly status: MessageStanding }> {
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
  await startMessageProcess(work, id);
  await audit(work, { actor, action: 'marketing-message.ordered', words: `${topic}: ${subject}` });
  return { id, status: 'sending' };
}

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

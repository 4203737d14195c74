import type { MarketingChannel } from '../../workflows/marketing-opt-out/words';
import { earlierOf } from '../calendar/in-the-past';
import { lockClient } from '../clients/lock';
import { clientWords } from '../people';
import { type DispatchWords, recordSent, type Sent } from '../urgent-care/dispatches';
import { stopWasSent } from '../urgent-care/vendor-codes';
import { heedItself, type Work } from '../work';
import { addressOn, newestOptOut } from './consents';
import { recordOptOut } from './opt-outs';
import { suppressionOf } from './suppressions';

/**
 * Who tells a vendor that they want no more has told us: Twilio refuses whoever sent STOP to the number, SendGrid reports
 * who unsubscribed there or called a message spam. Recorded twice, it is one opt-out. domain.md §4
 */

/** A message that a vendor says it of. */
interface OfMessage {
  readonly dispatchId: string;
  /** When the vendor heard of it. */
  readonly receivedAt: Date;
}

/**
 * Records the opt-out of whomever the message went to, on its channel, from the address that it went to and from the one
 * that they have today; nothing for a message that went to no client.
 * @param record what else the vendor's word changes about the message: after the client's row is locked, as everywhere
 */
export async function optOutByVendor<T = void>(
  work: Work,
  { dispatchId, receivedAt }: OfMessage,
  record?: () => Promise<T>,
): Promise<T | undefined> {
  const message = await work.db.dispatch.findUnique({ where: { id: dispatchId } });
  const clientId = message?.clientId ?? null;
  if (!message || clientId === null) return record?.();
  await lockClient(work, clientId);
  const recorded = await record?.();
  const channel = message.channel as MarketingChannel;
  if (await agreedSince(work, { clientId, channel, receivedAt })) return recorded;
  const { to: address } = await work.open<DispatchWords>(clientId, message.sealed);
  await recordOptOut(work, heedItself, {
    whom: { clientId },
    channels: [channel],
    wentTo: { channel, address },
    source: 'vendor',
    receivedAt: earlierOf(receivedAt, work.at),
  });
  return recorded;
}

/** A vendor says a thing again and again; they may have agreed once more since they said it, at another address too. */
async function agreedSince(
  work: Work,
  {
    clientId,
    channel,
    receivedAt,
  }: { readonly clientId: string; readonly channel: MarketingChannel; readonly receivedAt: Date },
): Promise<boolean> {
  const address = addressOn(channel, await clientWords(work, clientId));
  const heard = [
    await newestOptOut(work, clientId, channel),
    address === null ? null : await suppressionOf(work, channel, address),
  ];
  return heard.some((optOut) => optOut !== null && optOut.liftedAt !== null && optOut.since >= receivedAt);
}

/** As recordSent, for marketing: whom the vendor refuses because they had sent STOP has opted out. */
export async function recordMarketingSent(work: Work, sent: Sent): Promise<void> {
  const { id: dispatchId, result } = sent;
  if (result.kind !== 'failed-permanent' || result.errorCode !== stopWasSent) {
    await recordSent(work, sent);
    return;
  }
  await optOutByVendor(work, { dispatchId, receivedAt: work.at }, () => recordSent(work, sent));
}

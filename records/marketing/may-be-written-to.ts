import type { MarketingChannel } from '../../workflows/marketing-opt-out/words';
import { oneAtATimeAbout } from '../addresses';
import { clientWords } from '../people';
import type { Work } from '../work';
import { addressOn, consentsInForce } from './consents';
import type { MessageRow, MessageWords } from './message-row';
import { isSuppressed } from './suppressions';

/** How marketing reaches a client. */
export interface WayTo {
  readonly channel: MarketingChannel;
  readonly to: string;
}

/** By email rather than by SMS, where somebody has agreed to both. */
const inOrder: readonly MarketingChannel[] = ['email', 'sms'];

/**
 * The way by which this message may go to the client, whose row is locked: one to which they have agreed for its topic,
 * which is safe for them, and whose address nobody has opted out. Null: there is none, or they have died. domain.md §4
 */
export async function wayTo(
  work: Work,
  clientId: string,
  { topic }: Pick<MessageRow, 'topic'>,
  { channels }: Pick<MessageWords, 'channels'>,
): Promise<WayTo | null> {
  const agreed = (await consentsInForce(work, clientId)).filter((consent) => consent.topic === topic);
  // Of somebody who was erased no word is left to be read; nor a consent.
  if (agreed.length === 0) return null;
  const words = await clientWords(work, clientId);
  if (words.held) return null;
  const ways = inOrder.flatMap((channel): WayTo[] => {
    const to = addressOn(channel, words);
    if (to === null || !channels.includes(channel) || !words.safeContact[channel]) return [];
    return agreed.some((consent) => consent.channel === channel) ? [{ channel, to }] : [];
  });
  // Whoever opts out of an address that they share with this client has another row locked, and the address with it.
  await oneAtATimeAbout(work, ...ways.map(({ to }) => to));
  for (const way of ways) if (!(await isSuppressed(work, way.channel, way.to))) return way;
  return null;
}

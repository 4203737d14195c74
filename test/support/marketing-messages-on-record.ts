import { englishMarketingLetter } from '../../activities/messaging/letters/english';
import { demoOrganisations } from '../../prisma/demo-data';
import type { Caller } from '../../records/caller';
import { newId } from '../../records/ids';
import { agreeToMarketing } from '../../records/marketing/consents';
import { orderMessage } from '../../records/marketing/order-message';
import { type ForClient, type MarketingTools, openForClient } from '../../records/marketing/send-to-clients';
import { addClient } from '../../records/organisations';
import { heedItself, type Work } from '../../records/work';
import type { MarketingChannel } from '../../workflows/marketing-opt-out/words';
import { ticked } from './marketing-on-record';

/** Messages to many carried by their records alone: each is written, and nothing is sent. */

export const marketingTools: MarketingTools = { letter: englishMarketingLetter, publicUrl: 'https://heed.example' };

/** They agreed a minute ago, by ticking the box themselves. */
export async function agreesToNews(
  work: Work,
  clientId: string,
  { topic, channels = ['email'] }: { readonly topic: string; readonly channels?: readonly MarketingChannel[] },
): Promise<void> {
  const evidence = ticked(new Date(work.at.getTime() - 60_000));
  for (const channel of channels) {
    await agreeToMarketing(work, heedItself, { clientId, channel, topics: [topic], evidence });
  }
}

/** To all who have agreed to the topic. Resolves to the message's id. */
export async function ordered(work: Work, by: Caller, topic: string, changes: object = {}): Promise<string> {
  const texts = { topic, subject: 'What is new', text: 'We are open in the evening too.' };
  const order = { ...texts, audience: 'all-consented' as const, ...changes };
  return (await orderMessage(work, by, order, { sendsEmail: true })).id;
}

export interface Reader {
  readonly id: string;
  readonly email: string;
  readonly mobile: string;
}

/** A client like the demo's first one, with a number of their own, and an address of their own unless it is given. */
export async function newReader(work: Work, number: number, email = `reader.${number}@mail.example`): Promise<Reader> {
  const [like] = demoOrganisations[0].clients;
  if (!like) throw new Error('The demo has no client to go by.');
  const mobile = `+447700900${String(200 + number)}`;
  const id = newId();
  await addClient(work, { ...like, id, words: { ...like.words, email, mobile }, plan: null });
  return { id, email, mobile };
}

export const comesTo = (work: Work, messageId: string, clientId: string): Promise<ForClient> =>
  openForClient(work, marketingTools, messageId, clientId);

/** Agreed, ordered and written: each of its tables has a row. Resolves to the path of the client's own page. */
export async function wholeMessage(work: Work, by: Caller, clientId: string, topic: string): Promise<string> {
  await agreesToNews(work, clientId, { topic });
  const opened = await comesTo(work, await ordered(work, by, topic), clientId);
  const text = opened.kind === 'to-send' ? opened.outgoing.text : '';
  return /\/u\/[\w-]+/.exec(text)?.[0] ?? '';
}

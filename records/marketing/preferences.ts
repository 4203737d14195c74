import { type MarketingChannel, marketingChannels } from '../../workflows/marketing-opt-out/words';
import { audit } from '../audit/record';
import { followClientLink } from '../client-links';
import { lockClient } from '../clients/lock';
import { HeedError } from '../errors';
import { clientWords, type OrganisationFacts, organisationOf } from '../people';
import type { Records } from '../records';
import type { DispatchWords } from '../urgent-care/dispatches';
import type { Actor, Work } from '../work';
import { addressOn, agreeToMarketing, consentsInForce, endConsents } from './consents';
import type { MarketingAddress } from './opt-out-row';
import { recordOptOut } from './opt-outs';

/** What a client chooses on the page of their own that every message to many has a link to. domain.md §4 */

/** News about one topic, by one channel. */
export interface Choice {
  readonly channel: MarketingChannel;
  readonly topic: string;
}

/** A link to the page that was followed, in its organisation's transaction. */
export interface FollowedPreferences {
  readonly clientId: string;
  /** Of the message that had the link. */
  readonly dispatchId: string;
  readonly organisation: OrganisationFacts;
  /** For the crisis block. */
  readonly country: string | null;
  readonly actor: Actor;
}

/** Whoever holds a link that leads nowhere still wants to hear nothing more from somebody. */
const linkLeadsNowhere = (): HeedError =>
  new HeedError(
    'not-found',
    'news-link-not-valid',
    'There is no such link, or it is over. News can be stopped by STOP or "unsubscribe" too.',
  );

/**
 * Runs `work` as the organisation that the link's token belongs to. It works as long as the client is known.
 * @throws NotFound that says how else to stop it
 */
export async function followPreferencesLink<T>(
  records: Records,
  at: Date,
  token: string,
  follow: (work: Work, followed: FollowedPreferences) => Promise<T>,
): Promise<T> {
  const link = { token, page: 'preferences', over: linkLeadsNowhere } as const;
  return followClientLink(records, at, link, async (work, { clientId, dispatchId }) => {
    const { firstName, lastName, country } = await clientWords(work, clientId);
    const actor: Actor = { kind: 'client', id: clientId, name: `${firstName} ${lastName}` };
    return follow(work, { clientId, dispatchId, country, actor, organisation: await organisationOf(work) });
  });
}

export interface Preferences {
  readonly inForce: readonly Choice[];
  /** What they had agreed to at some time, and could agree to again. */
  readonly offered: readonly Choice[];
}

export async function preferencesOf(work: Work, { clientId }: FollowedPreferences): Promise<Preferences> {
  const inForce = await consentsInForce(work, clientId);
  const words = await clientWords(work, clientId);
  const ever = await work.db.marketingConsent.findMany({
    where: { clientId },
    distinct: ['channel', 'topic'],
    orderBy: [{ topic: 'asc' }, { channel: 'asc' }],
  });
  const known = ever.map(({ channel, topic }): Choice => ({ channel: channel as MarketingChannel, topic }));
  const isInForce = (choice: Choice): boolean => inForce.some((one) => isSame(one, choice));
  return {
    inForce: known.filter(isInForce),
    offered: known.filter((choice) => !isInForce(choice) && addressOn(choice.channel, words) !== null),
  };
}

const isSame = (one: Choice, other: Choice): boolean => one.channel === other.channel && one.topic === other.topic;

/** No more of anything, by any way. @param source `one-click` or `preferences-page` */
export async function stopEverything(
  work: Work,
  followed: FollowedPreferences,
  source: 'one-click' | 'preferences-page',
): Promise<void> {
  const { clientId, actor } = followed;
  const wentTo = await whereItWent(work, followed);
  await recordOptOut(work, actor, { whom: { clientId }, wentTo, source, receivedAt: work.at });
}

/** Null when the message was erased since: its link works on. */
async function whereItWent(
  work: Work,
  { clientId, dispatchId }: FollowedPreferences,
): Promise<MarketingAddress | null> {
  const message = await work.db.dispatch.findUnique({ where: { id: dispatchId } });
  if (!message) return null;
  const { to } = await work.open<DispatchWords>(clientId, message.sealed);
  return { channel: message.channel as MarketingChannel, address: to };
}

/** No more of these. A channel of which nothing is left is opted out: no import brings it back. */
export async function stopChosen(work: Work, followed: FollowedPreferences, chosen: readonly Choice[]): Promise<void> {
  const { clientId, actor } = followed;
  await lockClient(work, clientId);
  const wentTo = await whereItWent(work, followed);
  const ended: string[] = [];
  for (const channel of marketingChannels) {
    const topics = chosen.filter((choice) => choice.channel === channel).map(({ topic }) => topic);
    if (topics.length === 0 || (await endConsents(work, clientId, { channels: [channel], topics })) === 0) continue;
    ended.push(`${channel}: ${topics.join(', ')}`);
    const isLeft = (await consentsInForce(work, clientId)).some((consent) => consent.channel === channel);
    if (isLeft) continue;
    const source = 'preferences-page';
    await recordOptOut(work, actor, { whom: { clientId }, channels: [channel], wentTo, source, receivedAt: work.at });
  }
  if (ended.length > 0) await audit(work, { actor, action: 'marketing.stopped', clientId, words: ended.join('; ') });
}

/** They themselves want these again. Only what the page offers counts. */
export async function agreeAgain(work: Work, followed: FollowedPreferences, chosen: readonly Choice[]): Promise<void> {
  const { clientId, actor } = followed;
  await lockClient(work, clientId);
  const { offered } = await preferencesOf(work, followed);
  for (const choice of offered.filter((one) => chosen.some((wanted) => isSame(one, wanted)))) {
    const { channel, topic } = choice;
    const evidence = { at: work.at, wording: wordingOf(choice), source: 'person' } as const;
    await agreeToMarketing(work, actor, { clientId, channel, topics: [topic], evidence });
  }
}

const channelNames: Readonly<Record<MarketingChannel, string>> = { email: 'email', sms: 'text message' };

/** "courses, by email" */
export const nameOfChoice = ({ channel, topic }: Choice): string => `${topic}, by ${channelNames[channel]}`;

/** What stands beside the box, and is kept as what they agreed to. */
export const wordingOf = ({ channel, topic }: Choice): string =>
  `Yes, send me news about ${topic} by ${channelNames[channel]}.`;

import type { EvidenceSource, MarketingChannel } from '../../workflows/marketing-opt-out/words';
import { oneAtATimeAbout } from '../addresses';
import { audit } from '../audit/record';
import { earlierOf, requireInThePast } from '../calendar/in-the-past';
import { lockClient } from '../clients/lock';
import { conflict, invalidField } from '../errors';
import { newId } from '../ids';
import { type ClientWords, clientWords } from '../people';
import { requireNotHeld } from '../urgent-care-plan/save-plan';
import type { Actor, Work } from '../work';
import { liftSuppression, suppressionOf } from './suppressions';

/** What clients agreed to have sent, for each channel and topic, with its evidence. domain.md §4 */

export interface Evidence {
  readonly at: Date;
  /** What they were asked, word by word. */
  readonly wording: string;
  readonly source: EvidenceSource;
}

export interface MarketingAgreement {
  readonly clientId: string;
  readonly channel: MarketingChannel;
  readonly topics: readonly string[];
  readonly evidence: Evidence;
}

/** What is sealed of one. */
interface ConsentWords {
  readonly wording: string;
}

export interface ConsentInForce {
  readonly channel: MarketingChannel;
  readonly topic: string;
  readonly source: EvidenceSource;
  readonly givenAt: Date;
}

/**
 * Records what a client agreed to, and by what it is known. Whoever agrees again after they had opted out is written to
 * again; nothing but their own word does that.
 * @throws NotFound; InvalidInput without an address for the channel, or for a time to come; Conflict `suppressed` for an
 * import of somebody who opted out, and for whatever was agreed to before they did
 */
export async function agreeToMarketing(work: Work, actor: Actor, agreement: MarketingAgreement): Promise<void> {
  if ((await agreeUnlessOptedOut(work, actor, agreement)) === 'opted-out') throw optedOut();
}

/** As agreeToMarketing, for what goes on whether or not they have opted out since. */
export async function agreeUnlessOptedOut(
  work: Work,
  actor: Actor,
  agreement: MarketingAgreement,
): Promise<'recorded' | 'opted-out'> {
  const { clientId, channel, topics } = agreement;
  await lockClient(work, clientId);
  const words = await clientWords(work, clientId);
  requireNotHeld(words);
  requireInThePast(work, agreement.evidence.at, { path: 'evidence/at', detail: 'Nobody has agreed to anything yet.' });
  const evidence = { ...agreement.evidence, at: earlierOf(agreement.evidence.at, work.at) };
  const address = addressOn(channel, words);
  if (address === null) throw noAddress(channel);
  await oneAtATimeAbout(work, address);
  // What somebody has opted out of follows them to whatever address they have now.
  if (afterOptOut(await newestOptOut(work, clientId, channel), evidence) === 'refused') return 'opted-out';
  const suppression = await suppressionOf(work, channel, address);
  switch (afterOptOut(suppression, evidence)) {
    case 'refused':
      return 'opted-out';
    case 'lifts':
      await liftSuppression(work, channel, address);
      break;
    case 'stands':
      break;
  }
  for (const topic of new Set(topics)) await recordConsent(work, { ...agreement, evidence }, topic);
  const what = `${channel}: ${topics.join(', ')} (${evidence.source})`;
  await audit(work, { actor, action: 'marketing.agreed', clientId, words: what });
  return 'recorded';
}

/** Where this channel reaches them; null if nowhere. */
export const addressOn = (
  channel: MarketingChannel,
  { email, mobile }: Pick<ClientWords, 'email' | 'mobile'>,
): string | null => (channel === 'email' ? email : mobile);

/**
 * Whether an agreement counts beside an opt-out: the person's own, given after it was received, and no other. An
 * opt-out ends for good whatever was agreed to before it.
 */
export function afterOptOut(
  optOut: { readonly since: Date; readonly liftedAt: Date | null } | null,
  { at, source }: Pick<Evidence, 'at' | 'source'>,
): 'stands' | 'lifts' | 'refused' {
  if (optOut === null) return 'stands';
  if (at <= optOut.since) return 'refused';
  if (optOut.liftedAt !== null) return 'stands';
  return source === 'person' ? 'lifts' : 'refused';
}

/** The client's own newest opt-out from the channel; lifted where they agreed in person after it. */
export async function newestOptOut(
  work: Work,
  clientId: string,
  channel: MarketingChannel,
): Promise<Parameters<typeof afterOptOut>[0]> {
  const optOut = await work.db.optOut.findFirst({
    where: { clientId, channels: { has: channel } },
    orderBy: { receivedAt: 'desc' },
  });
  if (!optOut) return null;
  const since = optOut.receivedAt;
  const agreedAgain = await work.db.marketingConsent.findFirst({
    where: { clientId, channel, source: 'person', givenAt: { gt: since } },
    orderBy: { givenAt: 'asc' },
  });
  return { since, liftedAt: agreedAgain?.recordedAt ?? null };
}

const noAddress = (channel: MarketingChannel) =>
  invalidField('channel', `no ${channel === 'email' ? 'email address' : 'mobile number'} is known of them`);

const optedOut = () =>
  conflict(
    'suppressed',
    'They have opted out of marketing. Only they can opt in again, by agreeing after that; an import cannot.',
  );

/** The newest evidence is the one that is kept. */
async function recordConsent(
  work: Work,
  { clientId, channel, evidence }: MarketingAgreement,
  topic: string,
): Promise<void> {
  const inForce = await work.db.marketingConsent.findFirst({ where: { clientId, channel, topic, endedAt: null } });
  if (inForce && inForce.givenAt >= evidence.at) return;
  if (inForce) await work.db.marketingConsent.update({ where: { id: inForce.id }, data: { endedAt: work.at } });
  await work.db.marketingConsent.create({
    data: {
      id: newId(),
      organisationId: work.organisationId,
      clientId,
      channel,
      topic,
      source: evidence.source,
      givenAt: evidence.at,
      recordedAt: work.at,
      sealed: await work.seal(clientId, { wording: evidence.wording } satisfies ConsentWords),
    },
  });
}

/** Ends what a client, whose row is locked, had agreed to. Resolves to how many consents that were. */
export async function endConsents(
  work: Work,
  clientId: string,
  which: { readonly channels: readonly MarketingChannel[]; readonly topics?: readonly string[] },
): Promise<number> {
  const { count } = await work.db.marketingConsent.updateMany({
    where: {
      clientId,
      endedAt: null,
      channel: { in: [...which.channels] },
      ...(which.topics ? { topic: { in: [...which.topics] } } : {}),
    },
    data: { endedAt: work.at },
  });
  return count;
}

/** Oldest first. */
export async function consentsInForce(work: Work, clientId: string): Promise<readonly ConsentInForce[]> {
  const found = await work.db.marketingConsent.findMany({
    where: { clientId, endedAt: null },
    orderBy: { id: 'asc' },
  });
  return found.map(({ channel, topic, source, givenAt }) => ({
    channel: channel as MarketingChannel,
    topic,
    source: source as EvidenceSource,
    givenAt,
  }));
}

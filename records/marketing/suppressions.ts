import type { MarketingChannel } from '../../workflows/marketing-opt-out/words';
import { oneAtATimeAbout } from '../addresses';
import type { Suppression } from '../generated/client';
import type { Work } from '../work';

/**
 * Who is not written to with marketing, by channel: a keyed hash of the address and nothing else, so that it outlives
 * the erasure of its owner. Only marketing asks it; nothing that somebody needs is ever stopped by it. domain.md §4
 */

/** Whether no marketing goes to this address. */
export async function isSuppressed(work: Work, channel: MarketingChannel, address: string): Promise<boolean> {
  const found = await suppressionOf(work, channel, address);
  return found !== null && found.liftedAt === null;
}

/**
 * Suppresses the address from now on. Once there, it stays until the person agrees again.
 * @param optedOutAt when the opt-out was received; what they agreed to before then lifts nothing
 */
export async function suppress(
  work: Work,
  channel: MarketingChannel,
  address: string,
  optedOutAt: Date = work.at,
): Promise<void> {
  await oneAtATimeAbout(work, address);
  const known = await suppressionOf(work, channel, address);
  if (!known) {
    const { organisationId } = work;
    const data = { organisationId, channel, addressHash: work.suppressionHash(address), since: optedOutAt };
    await work.db.suppression.create({ data });
    return;
  }
  const since = known.since > optedOutAt ? known.since : optedOutAt;
  await work.db.suppression.update({ where: rowOf(known), data: { since, liftedAt: null } });
}

/** For a person's own new agreement, and for nothing else. */
export async function liftSuppression(work: Work, channel: MarketingChannel, address: string): Promise<void> {
  await oneAtATimeAbout(work, address);
  const known = await suppressionOf(work, channel, address);
  if (known) await work.db.suppression.update({ where: rowOf(known), data: { liftedAt: work.at } });
}

/** Whether they had opted out on this address once, and have agreed again since. */
export async function optedInAgain(work: Work, channel: MarketingChannel, address: string): Promise<boolean> {
  const found = await suppressionOf(work, channel, address);
  return found !== null && found.liftedAt !== null;
}

/** The row of this address, written under whichever key of the ring; null if it was never suppressed. */
export const suppressionOf = (work: Work, channel: MarketingChannel, address: string): Promise<Suppression | null> =>
  work.db.suppression.findFirst({ where: { channel, addressHash: { in: work.suppressionHashes(address) } } });

const rowOf = ({ organisationId, channel, addressHash }: Suppression) => ({
  organisationId_channel_addressHash: { organisationId, channel, addressHash },
});

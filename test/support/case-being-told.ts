import type { RecipientName, Tier } from '../../workflows/urgent-care/words';
import type { CaseInWorld, ClientInWorld, Staff } from './people';

/** A case in which the client agreed, on their page, that these are told at this tier, and its owner has decided to. */
export async function caseBeingTold(
  owner: Staff,
  client: ClientInWorld,
  tier: Tier,
  ...recipients: readonly RecipientName[]
): Promise<CaseInWorld> {
  const theCase = await owner.raisesConcern(client, 'significant');
  await theCase.reaches('awaiting-client');
  await client.answers(Object.fromEntries(recipients.map((recipient) => [recipient, tier])));
  await theCase.reaches('deciding');
  await theCase.proceed(owner, ...recipients);
  return theCase;
}

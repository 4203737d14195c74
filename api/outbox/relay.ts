import { leaseOldestMessages, markDelivered } from '../../records/outbox';
import { deliver, type TellDeps } from './tell';

/** Longer than a delivery with its deadline, so that no message is brought by two relays at once. */
const leaseMs = 10_000;
const batch = 50;

/** Delivers what was left in the outbox, oldest first for each workflow. Returns how many it delivered. */
export async function relayOnce(deps: TellDeps): Promise<number> {
  const leased = await leaseOldestMessages(deps.records, leaseMs, batch);
  const taken = await Promise.all(leased.map(async (message) => ({ message, taken: await deliver(deps, message) })));
  const delivered = taken.flatMap(({ message, taken }) => (taken ? [message.id] : []));
  if (delivered.length > 0) await markDelivered(deps.records, ...delivered);
  return delivered.length;
}

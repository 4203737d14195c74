import { leaseOldestMessages } from '../../records/outbox';
import { deliver, type TellDeps } from './tell';

/** Longer than a delivery with its deadline, so that no message is brought by two relays at once. */
const leaseMs = 10_000;
const batch = 50;

/** Delivers what was left in the outbox, oldest first for each workflow. Returns how many it delivered. */
export async function relayOnce(deps: TellDeps): Promise<number> {
  const leased = await leaseOldestMessages(deps.records, leaseMs, batch);
  const delivered = await Promise.all(leased.map((message) => deliver(deps, message)));
  return delivered.filter(Boolean).length;
}

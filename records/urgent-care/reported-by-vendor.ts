import { setTimeout as pause } from 'node:timers/promises';
import type { Records } from '../records';

const tries = 10;
const everyMs = 300;

/**
 * Waits, bounded, for a vendor's event about a message whose sending fell silent: the only proof that an email vendor has
 * it. Returns the vendor's id of it (ours, if the event named none), or null after about three seconds.
 */
export async function reportedByVendor(
  records: Records,
  organisationId: string,
  dispatchId: string,
): Promise<string | null> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if (attempt > 0) await pause(everyMs);
    const found = await records.withOrganisation(organisationId, new Date(), ({ db }) =>
      db.dispatch.findUnique({ where: { id: dispatchId } }),
    );
    if (found?.vendorId) return found.vendorId;
    if (found && found.status !== 'queued' && found.status !== 'unknown') return dispatchId;
  }
  return null;
}

/** Which of a vendor's ids are on record for other messages than this one. */
export async function onRecordForOthers(
  records: Records,
  organisationId: string,
  dispatchId: string,
  vendorIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const others = await records.withOrganisation(organisationId, new Date(), ({ db }) =>
    db.dispatch.findMany({ where: { vendorId: { in: [...vendorIds] }, id: { not: dispatchId } } }),
  );
  return new Set(others.flatMap(({ vendorId }) => (vendorId === null ? [] : [vendorId])));
}

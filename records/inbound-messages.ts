import { type Caller, requireRole } from './caller';
import type { Work } from './work';

/** An SMS that came in and belongs to no open case. */
export interface UnplacedMessage {
  readonly id: string;
  readonly at: string;
  readonly from: string;
  readonly text: string;
}

/** Newest first, for whoever is on duty: someone may be in danger, and no case pages anybody. domain.md §3.7 */
export async function unplacedMessages(
  work: Work,
  caller: Caller,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly UnplacedMessage[]; readonly next: string | null }> {
  requireRole(caller, 'duty-clinician', 'supervisor');
  const rows = await work.db.inboundMessage.findMany({
    where: { taken: 'not-read', ...(cursor ? { id: { lt: cursor } } : {}) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const items = await Promise.all(
    rows.slice(0, limit).map(async ({ id, at, sealed }) => ({
      id,
      at: at.toISOString(),
      ...(await work.open<{ from: string; text: string }>(work.organisationId, sealed)),
    })),
  );
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

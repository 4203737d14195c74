import { notFound } from '../errors';
import type { Work } from '../work';

/** Whatever is recorded about one client is recorded one after another, with the client's row locked. docs/adr/0004 */

/** @throws NotFound for a client who is not this organisation's, or of whom only an empty row is left */
export async function lockClient(work: Work, clientId: string): Promise<void> {
  if ((await lockEvenIfErased(work, clientId)).isErased) throw notFound('client');
}

/** As lockClient, for what is kept of somebody whose account has gone. @throws NotFound */
export async function lockEvenIfErased(work: Work, clientId: string): Promise<WhatIsLeft> {
  const left = await lockWhatIsLeftOf(work, clientId);
  if (!left) throw notFound('client');
  return left;
}

export interface WhatIsLeft {
  /** The account has gone; what hangs on the row is kept for a time. */
  readonly isErased: boolean;
}

/**
 * As lockClient, as far as anything is left; null once the row has gone too. Read in a statement of its own whatever must
 * be seen: only that sees what was committed while the lock was waited for.
 */
export async function lockWhatIsLeftOf(work: Work, clientId: string): Promise<WhatIsLeft | null> {
  const [left] = await work.db.$queryRaw<WhatIsLeft[]>`
    SELECT erased_at IS NOT NULL AS "isErased" FROM clients WHERE id = ${clientId}::uuid FOR UPDATE`;
  if (!left) return null;
  work.about.add(clientId);
  return left;
}

import { audit } from '../audit/record';
import { type Caller, hasRole, staffActorOf } from '../caller';
import { forbidden } from '../errors';
import { newId } from '../ids';
import { clientWords } from '../people';
import { requireNotHeld } from '../urgent-care-plan/save-plan';
import type { Work } from '../work';
import { isAllocated } from './access';
import { lockClient } from './lock';
import { isInPathway } from './pathway';
import { requireProcessing } from './processing';

/** What a clinician sums up of a client: in words, never a level. domain.md §2.4 and §2.7 */

export const summaryKinds = ['risk', 'progress'] as const;
export type SummaryKind = (typeof summaryKinds)[number];

interface SummaryWords {
  readonly text: string;
}

/**
 * @throws Forbidden for anyone but a duty clinician for whom something of theirs waits, a supervisor, and of progress the client's own practitioner;
 * Conflict while the client's data may not be processed
 */
export async function writeSummary(
  work: Work,
  caller: Caller,
  clientId: string,
  { kind, text }: { readonly kind: SummaryKind; readonly text: string },
): Promise<void> {
  await lockClient(work, clientId);
  const isTheirs = kind === 'progress' && (await isAllocated(work, caller, clientId));
  const standsIn = hasRole(caller, 'duty-clinician', 'supervisor') && (await isInPathway(work, caller, clientId));
  if (!isTheirs && !standsIn) throw forbidden('Only a duty clinician or a supervisor of theirs sums this up.');
  const actor = await staffActorOf(work, caller);
  requireNotHeld(await clientWords(work, clientId));
  await requireProcessing(work, clientId);
  const sealed = await work.seal(clientId, { text } satisfies SummaryWords);
  const { organisationId, at } = work;
  await work.db.clientSummary.create({
    data: { id: newId(), organisationId, clientId, kind, writtenBy: actor.id, at, sealed },
  });
  await audit(work, { actor, action: `client.${kind}-summary-written`, clientId });
}

/** Null: nobody has summed it up. */
export async function newestSummary(work: Work, clientId: string, kind: SummaryKind): Promise<string | null> {
  const found = await work.db.clientSummary.findFirst({
    where: { clientId, kind },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
  });
  return found && (await work.open<SummaryWords>(clientId, found.sealed)).text;
}

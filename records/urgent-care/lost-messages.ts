import type { NoticeSubject } from '../../workflows/staff-notice/contract';
import { tellStaffOf } from '../staff-notices/staff-notice';
import type { Work } from '../work';
import { heedItself } from '../work';
import { recordAct } from './acts';
import type { CaseRow } from './case-row';
import { chronicle } from './chronicle';
import { type Arriving, arrivingOf, reachOf } from './dispatches';

/** What the case says when all messages of a step were lost, at once or by a vendor's report long after. */

/** A page that reached nobody is told once: whoever opens the case sees that they see it only here. domain.md §3.8 */
export async function tellIfNobodyWasReached(
  work: Work,
  theCase: CaseRow,
  step: number,
  arriving: readonly Arriving[],
): Promise<void> {
  const reach = reachOf(arriving);
  if (reach === 'on-its-way') return;
  const text =
    reach === 'lost'
      ? 'No message reached the person who was paged. They see it only here.'
      : 'Nobody knows whether a message reached the person who was paged: the vendors fell silent.';
  await chronicle(work, theCase, { actor: heedItself, kind: 'staff.not-reached', text, step });
}

/**
 * The client is believed told, and then the last message to them fails for good: a person makes up for it. The owner hears
 * of it, or whoever is on duty once the case is closed. domain.md §3.11
 */
export async function clientWasNotTold(work: Work, theCase: CaseRow, step: number): Promise<void> {
  const text = 'The messages that told the client what had gone to whom failed for good: a person must tell them.';
  await makeUpFor(work, theCase, step, { kind: 'client.not-told', text, notice: 'client-not-told' });
}

/** The same of the question how it was. */
export async function clientWasNotAskedHowItWas(work: Work, theCase: CaseRow, step: number): Promise<void> {
  const text = 'The messages that asked the client how it was failed for good: a person must ask.';
  await makeUpFor(work, theCase, step, { kind: 'client.not-asked-how-it-was', text, notice: 'client-not-asked' });
}

interface Unheard {
  readonly kind: string;
  readonly text: string;
  readonly notice: NoticeSubject;
}

async function makeUpFor(work: Work, theCase: CaseRow, step: number, { kind, text, notice }: Unheard): Promise<void> {
  if ((await arrivingOf(work, theCase.id, step)).length > 0) return;
  // Nobody is sent to somebody who has died.
  if (theCase.outcomeKind === 'deceased') return;
  await chronicle(work, theCase, { actor: heedItself, kind, text, step });
  if (theCase.status === 'closed') await tellStaffOf(work, notice, theCase.id);
  else await recordAct(work, theCase.id, { kind: 'news-for-owner' });
}

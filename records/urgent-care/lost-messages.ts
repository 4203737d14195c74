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

/** The client is believed told, and then the last message to them fails for good: the owner hears of it. */
export async function clientWasNotTold(work: Work, theCase: CaseRow, step: number): Promise<void> {
  if ((await arrivingOf(work, theCase.id, step)).length > 0) return;
  const text = 'The messages that told the client what had gone to whom failed for good: a person must tell them.';
  await chronicle(work, theCase, { actor: heedItself, kind: 'client.not-told', text, step });
  if (theCase.status !== 'closed') await recordAct(work, theCase.id, { kind: 'news-for-owner' });
}

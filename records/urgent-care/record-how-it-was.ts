import { tellStaffOf } from '../staff-notices/staff-notice';
import type { Actor, Work } from '../work';
import { recordAct } from './acts';
import { lockCase } from './case-row';
import { chronicle } from './chronicle';

/** What the client says of it afterwards, in an open or a closed case. Criticism opens a complaint. domain.md §3.11 */
export async function recordHowItWas(
  work: Work,
  caseId: string,
  by: Actor,
  { words, complains }: { readonly words: string; readonly complains: boolean },
): Promise<void> {
  const theCase = await lockCase(work, caseId);
  await chronicle(work, theCase, { actor: by, kind: 'client.said-how-it-was', text: `How it was: ${words}` });
  if (complains) {
    const text = 'The client makes a complaint. It is acknowledged within thirty days.';
    await chronicle(work, theCase, { actor: by, kind: 'complaint.opened', text });
    await tellStaffOf(work, 'complaint', caseId);
  }
  if (theCase.status !== 'closed') await recordAct(work, caseId, { kind: 'news-for-owner' });
}

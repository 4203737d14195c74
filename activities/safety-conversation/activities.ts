import type { SafetyPageLetter } from '../../records/safety/letters';
import { openSafetyPage } from '../../records/safety/page';
import { mayArrive, reachOf } from '../../records/urgent-care/dispatches';
import type { SafetyConversationActivities } from '../../workflows/safety-conversation/contract';
import { createNoticeSender, type NoticeDeps } from '../messaging/send-notices';

export interface SafetyConversationDeps extends NoticeDeps {
  readonly letter: SafetyPageLetter;
}

/** What a conversation about a safety answer does to the world: it pages people. */
export function createSafetyConversationActivities({
  letter,
  ...deps
}: SafetyConversationDeps): SafetyConversationActivities {
  const send = createNoticeSender(deps);
  return {
    pageAboutSafety: async (order) => {
      const { opened, arriving } = await send(order, (work) => openSafetyPage(work, letter, order));
      return { standing: opened.standing, reached: reachOf(arriving.filter(mayArrive)) !== 'lost' };
    },
  };
}

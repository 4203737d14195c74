import type { SafetyPageLetter } from '../../records/safety/letters';
import { openSafetyPage } from '../../records/safety/page';
import { mayArrive, reachOf } from '../../records/urgent-care/dispatches';
import type { SafetyConversationActivities } from '../../workflows/safety-conversation/contract';
import { createSender, type SenderDeps } from '../messaging/send-beside-cases';

export interface SafetyConversationDeps extends SenderDeps {
  readonly letter: SafetyPageLetter;
}

/** What a conversation about a safety answer does to the world: it pages people. */
export function createSafetyConversationActivities({
  letter,
  ...deps
}: SafetyConversationDeps): SafetyConversationActivities {
  const send = createSender(deps);
  return {
    pageAboutSafety: async (order) => {
      const { opened, arriving } = await send(order, (work) => openSafetyPage(work, letter, order));
      return { standing: opened.standing, reached: reachOf(arriving.filter(mayArrive)) !== 'lost' };
    },
  };
}

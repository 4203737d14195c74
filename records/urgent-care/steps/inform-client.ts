import type { InformedClient, Overtaken, StepOrder } from '../../../workflows/urgent-care/contract';
import type { Work } from '../../work';
import { heedItself } from '../../work';
import { setStatus } from '../case-row';
import { openCheckpoint } from '../checkpoints';
import { chronicle } from '../chronicle';
import { anyOnItsWay, type Sent } from '../dispatches';
import { openDecision } from '../open-decision';
import { messagesToClient } from './client-messages';
import { dueAt, type OpenedStep, openMessages, openStep, type StepTools, settleStep } from './step';

type InformOrder = StepOrder & { readonly windowEndsAt: number };

/** Client first: tell them by every safe channel what is considered, and ask. domain.md §3.1 */
export function openInformClient(
  work: Work,
  tools: StepTools,
  order: InformOrder,
): Promise<OpenedStep | Overtaken | { readonly kind: 'not-waiting' }> {
  return openStep(work, order, async (theCase) => {
    if (theCase.status === 'closed') return { kind: 'not-waiting' as const };
    await setStatus(work, theCase, 'informing-client');
    const messages = await messagesToClient(
      work,
      theCase,
      'inform-client',
      (channel, facts, link) =>
        tools.letters.informClient(channel, { ...facts, link, aboutAnother: theCase.aboutAnother }),
      'client',
    );
    return openMessages(work, tools, order, theCase, messages);
  });
}

export async function settleInformClient(
  work: Work,
  order: InformOrder,
  sent: readonly Sent[],
): Promise<InformedClient> {
  await settleStep(work, order, sent, async (theCase) => {
    if (!(await anyOnItsWay(work, order.caseId, order.step))) {
      const text = 'No safe channel reached the client: they were not asked.';
      await chronicle(work, theCase, { actor: heedItself, kind: 'client.not-reached', text, step: order.step });
      await openDecision(work, theCase);
      return;
    }
    const windowEndsAt = dueAt(order.windowEndsAt);
    const text = 'The client was told that urgent care steps are being considered, and asked what they want.';
    await chronicle(work, theCase, { actor: heedItself, kind: 'client.informed', text, step: order.step });
    await setStatus(work, theCase, 'awaiting-client');
    await work.db.case.update({ where: { id: theCase.id }, data: { clientWindowEndsAt: windowEndsAt } });
    await openCheckpoint(work, theCase.id, {
      kind: 'client-consent',
      role: 'client',
      staffId: null,
      dueAt: windowEndsAt,
    });
  });
  const reached = await anyOnItsWay(work, order.caseId, order.step);
  return reached ? { kind: 'client-informed' } : { kind: 'client-not-reached' };
}

import type { InformedClient, NotWaiting, Overtaken, StepOrder } from '../../../workflows/urgent-care/contract';
import type { Work } from '../../work';
import { heedItself } from '../../work';
import { type CaseRow, setStatus } from '../case-row';
import { openCheckpoint } from '../checkpoints';
import { chronicle } from '../chronicle';
import type { Sent } from '../dispatches';
import { openDecision } from '../open-decision';
import { messagesToClient } from './client-messages';
import { type OpenedStep, openMessages, openSendingStep, type StepTools, settleStep } from './step';

type InformOrder = StepOrder & { readonly windowMs: number };

/** Client first: tell them by every safe channel what is considered, and ask. domain.md §3.1 */
export function openInformClient(
  work: Work,
  tools: StepTools,
  order: InformOrder,
): Promise<OpenedStep | Overtaken | NotWaiting> {
  return openSendingStep(work, order, async (theCase) => {
    if (theCase.status === 'closed') return { kind: 'not-waiting' };
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
  const reached = await settleStep(work, order, sent, {
    tell: (theCase, reached) =>
      chronicle(work, theCase, {
        actor: heedItself,
        kind: reached.length > 0 ? 'client.informed' : 'client.not-reached',
        text:
          reached.length > 0
            ? 'The client was told that urgent care steps are being considered, and asked what they want.'
            : 'No safe channel reached the client: they were not asked.',
        step: order.step,
      }),
    move: (theCase, reached) =>
      reached.length > 0 ? openClientWindow(work, theCase, order) : openDecision(work, theCase),
  });
  return { kind: reached.length > 0 ? 'client-informed' : 'client-not-reached' };
}

/** The client's turn, counted from now: from when they were told, not from when that was planned. */
async function openClientWindow(work: Work, theCase: CaseRow, { windowMs }: InformOrder): Promise<void> {
  const dueAt = new Date(work.at.getTime() + windowMs);
  await setStatus(work, theCase, 'awaiting-client', { clientWindowEndsAt: dueAt });
  await openCheckpoint(work, theCase.id, { kind: 'client-consent', role: 'client', staffId: null, dueAt });
}

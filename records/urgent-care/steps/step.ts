import type { Overtaken, StepOrder } from '../../../workflows/urgent-care/contract';
import { organisationOf } from '../../people';
import type { Work } from '../../work';
import { actsAfter } from '../acts';
import { type CaseRow, lockCase } from '../case-row';
import {
  type DispatchContext,
  type NewDispatch,
  type Outgoing,
  openDispatch,
  recordSent,
  type Sent,
  stepWasTried,
} from '../dispatches';
import type { Letters } from '../letters';

/** What every step's transactions need from their activity. */
export interface StepTools {
  readonly letters: Letters;
  readonly publicUrl: string;
}

/** A step that was opened: its messages are written and wait to be sent. */
export interface OpenedStep {
  readonly kind: 'opened';
  readonly outgoing: readonly Outgoing[];
}

/**
 * The first transaction of a step: locks the client, and does nothing if acts were committed that the workflow has not
 * seen; it gets them instead. A step that was tried before goes on where it stopped: its messages may be out already.
 */
export async function openStep<T extends { readonly kind: string }>(
  work: Work,
  order: StepOrder,
  open: (theCase: CaseRow) => Promise<T>,
): Promise<T | Overtaken> {
  const theCase = await lockCase(work, order.caseId);
  if (theCase.actCount > order.seen && !(await stepWasTried(work, order.caseId, order.step))) {
    return { kind: 'overtaken', acts: await actsAfter(work, order.caseId, order.seen) };
  }
  return open(theCase);
}

/** Writes the step's messages. */
export async function openMessages(
  work: Work,
  tools: StepTools,
  order: StepOrder,
  theCase: CaseRow,
  messages: readonly NewDispatch[],
): Promise<OpenedStep> {
  const organisation = await organisationOf(work);
  const context: DispatchContext = { theCase, organisation, step: order.step, publicUrl: tools.publicUrl };
  const outgoing: Outgoing[] = [];
  for (const message of messages) outgoing.push(await openDispatch(work, context, message));
  return { kind: 'opened', outgoing };
}

/**
 * The second transaction: what came of the messages, and then what that changes – unless acts were committed in between:
 * the case is then where they put it.
 */
export async function settleStep(
  work: Work,
  order: StepOrder,
  sent: readonly Sent[],
  settle: (theCase: CaseRow) => Promise<void>,
): Promise<void> {
  const theCase = await lockCase(work, order.caseId);
  for (const one of sent) await recordSent(work, one);
  if (theCase.actCount <= order.seen) await settle(theCase);
}

/** Only what came of the messages: for a step that changes nothing else, or is tried again in a moment. */
export const recordResults = (work: Work, order: StepOrder, sent: readonly Sent[]): Promise<void> =>
  settleStep(work, order, sent, async () => undefined);

export const dueAt = (instant: number): Date => new Date(instant);

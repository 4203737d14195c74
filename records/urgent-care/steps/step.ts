import type { Act, Overtaken, StepOrder } from '../../../workflows/urgent-care/contract';
import { organisationOf } from '../../people';
import type { Work } from '../../work';
import { actsAfter } from '../acts';
import { type CaseRow, lockCase, readCaseRow, setStatus } from '../case-row';
import {
  type Arriving,
  type DispatchContext,
  lookUpOnly,
  mayArrive,
  type NewDispatch,
  type Outgoing,
  openDispatches,
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
 * seen; it gets them instead.
 */
export async function openStep<T extends { readonly kind: string }>(
  work: Work,
  order: StepOrder,
  open: (theCase: CaseRow) => Promise<T>,
): Promise<T | Overtaken> {
  const theCase = await lockCase(work, order.caseId);
  if (theCase.actCount <= order.seen) return open(theCase);
  return { kind: 'overtaken', acts: await actsAfter(work, order.caseId, order.seen) };
}

/**
 * As openStep, for a step that sends. One that was tried before goes on where it stopped, since its messages may be out
 * already; the case stays where acts have put it since. If it was ended they are looked up, and nothing is sent any more.
 */
export async function openSendingStep<T extends { readonly kind: string }>(
  work: Work,
  order: StepOrder,
  open: (theCase: CaseRow) => Promise<T>,
): Promise<T | OpenedStep | Overtaken> {
  if (!(await stepWasTried(work, order.caseId, order.step))) return openStep(work, order, open);
  const theCase = await lockCase(work, order.caseId);
  const unseen = await actsAfter(work, order.caseId, order.seen);
  if (unseen.some(endsTheCase)) return openLookUp(work, order, theCase);
  const opened = await open(theCase);
  if (!unseen.every(movesNothing)) await setStatus(work, await readCaseRow(work, order.caseId), theCase.status);
  return opened;
}

const endsTheCase = ({ kind }: Act): boolean => kind === 'stood-down' || kind === 'outcome-recorded';

/** The step's messages of an earlier try, to be looked up and not sent. */
export async function openLookUp(work: Work, order: StepOrder, theCase: CaseRow): Promise<OpenedStep> {
  const context = { theCase, organisation: await organisationOf(work), step: order.step, publicUrl: '' };
  return { kind: 'opened', outgoing: await lookUpOnly(work, context) };
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
  return { kind: 'opened', outgoing: await openDispatches(work, context, messages) };
}

/** What a step leaves behind. Both are given those of its messages that may still arrive. */
export interface Settlement {
  /** What happened, for the timeline and the audit: told in any case. */
  readonly tell?: (theCase: CaseRow, arriving: readonly Arriving[]) => Promise<void>;
  /** Where the case stands now. */
  readonly move?: (theCase: CaseRow, arriving: readonly Arriving[]) => Promise<void>;
}

/** Settles a step that answers no more than that it is done. */
export type SettlesDone = (work: Work, order: StepOrder, sent: readonly Sent[]) => Promise<unknown>;

/**
 * The second transaction: what came of the messages, and what follows. If acts were committed in between that moved the
 * case, it stays where they put it. Resolves to the messages that may still arrive.
 */
export async function settleStep(
  work: Work,
  order: StepOrder,
  sent: readonly Sent[],
  { tell, move }: Settlement = {},
): Promise<readonly Arriving[]> {
  const theCase = await lockCase(work, order.caseId);
  const reached: Arriving[] = [];
  for (const one of sent) {
    const now = await recordSent(work, one);
    if (mayArrive(now)) reached.push(now);
  }
  await tell?.(theCase, reached);
  const acts = theCase.actCount > order.seen ? await actsAfter(work, order.caseId, order.seen) : [];
  if (acts.every(movesNothing)) await move?.(theCase, reached);
  return reached;
}

const movesNothing = ({ kind }: Act): boolean =>
  kind === 'news-for-owner' || kind === 'acknowledged' || kind === 'message-failed' || kind === 'immediacy-raised';

/** Only what came of the messages: for a step that is tried again in a moment. */
export const recordResults: SettlesDone = (work, order, sent) => settleStep(work, order, sent);

export const dueAt = (instant: number): Date => new Date(instant);

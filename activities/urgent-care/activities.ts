import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Records } from '../../records/records';
import type { Sent } from '../../records/urgent-care/dispatches';
import { hasStep } from '../../records/urgent-care/step-tries';
import * as aftercare from '../../records/urgent-care/steps/aftercare';
import * as approvals from '../../records/urgent-care/steps/ask-for-approval';
import { openAskForTask, openOfferHandover } from '../../records/urgent-care/steps/ask-for-task';
import { openDisclosure, settleDisclosure } from '../../records/urgent-care/steps/disclose';
import { openInformClient, settleInformClient } from '../../records/urgent-care/steps/inform-client';
import * as pages from '../../records/urgent-care/steps/page-staff';
import { type OpenedStep, recordResults, type SettlesDone, type StepTools } from '../../records/urgent-care/steps/step';
import type { Work } from '../../records/work';
import { recordRun } from '../../records/workflow-runs';
import type { Clock } from '../../runtime/clock';
import type { StepOrder, UrgentCareActivities } from '../../workflows/urgent-care/contract';
import { createLease } from '../messaging/lease';
import { nextTryAfterMs, notForNow, type Post } from '../messaging/post';
import { transacting } from '../transact';

export interface UrgentCareDeps {
  readonly records: Records;
  readonly post: Post;
  readonly tools: StepTools;
  readonly clock: Clock;
}

/** What the urgent care story does to the world. Each step: one transaction, the sends, one transaction. */
export function createUrgentCareActivities({ records, post, tools, clock }: UrgentCareDeps): UrgentCareActivities {
  const within = transacting({ records, clock });
  /** A worker was away for so long that another try has the step: it commits nothing, the case may be further on by now. */
  const transact = <T>(order: StepOrder, act: (work: Work) => Promise<T>): Promise<T> =>
    within(order, async (work) => {
      if (!(await hasStep(work, order, Context.current().info.attempt))) throw superseded();
      return act(work);
    });

  /** A step's first transaction, and the only one of a step that sends nothing. */
  const begin = <T>(order: StepOrder, open: (work: Work) => Promise<T>): Promise<T> =>
    transact(order, async (work) => {
      const { activityId, workflowExecution } = Context.current().info;
      if (workflowExecution && activityId === firstOfRun) {
        await recordRun(work, workflowExecution.workflowId, workflowExecution.runId);
      }
      return open(work);
    });

  /** Opens, sends, settles. What the opening answers instead of messages is the step's result as it is. */
  const carryOut = async <Order extends StepOrder, Instead extends { readonly kind: string }, Result>(
    order: Order,
    open: (work: Work, tools: StepTools, order: Order) => Promise<OpenedStep | Instead>,
    settle: (work: Work, order: Order, sent: readonly Sent[]) => Promise<Result>,
  ): Promise<Result | Exclude<Instead, OpenedStep>> => {
    const lease = createLease();
    const opened = await begin(order, (work) => open(work, tools, order));
    if (!isOpened(opened)) return opened as Exclude<Instead, OpenedStep>;
    const sent = await post.sendAll(opened.outgoing, lease);
    const waitMs = nextTryAfterMs(sent, Context.current().info.attempt);
    if (waitMs === null) return transact(order, (work) => settle(work, order, sent));
    await transact(order, (work) => recordResults(work, order, sent));
    throw notForNow(waitMs);
  };

  const done =
    (settle: SettlesDone) =>
    async (work: Work, order: StepOrder, sent: readonly Sent[]): Promise<{ readonly kind: 'done' }> => {
      await settle(work, order, sent);
      return { kind: 'done' };
    };

  return {
    informClient: (order) => carryOut(order, openInformClient, settleInformClient),
    tellClientWhatHadGone: (order) =>
      carryOut(order, aftercare.openTellClientWhatHadGone, done(aftercare.settleTellClientWhatHadGone)),
    askForDecision: (order) => carryOut(order, pages.openAskForDecision, done(pages.settlePage)),
    askForApproval: (order) => carryOut(order, approvals.openAskForApproval, done(pages.settlePage)),
    tellProposerTheyMayProceed: (order) =>
      carryOut(order, approvals.openTellProposerTheyMayProceed, done(pages.settlePage)),
    tellSkippedApprovers: (order) => carryOut(order, approvals.openTellSkippedApprovers, done(pages.settlePage)),
    disclose: (order) => carryOut(order, openDisclosure, settleDisclosure),
    pageForAction: (order) => carryOut(order, pages.openPageForAction, done(pages.settlePage)),
    askToTelephoneGp: (order) => carryOut(order, pages.openAskToTelephoneGp, done(pages.settlePage)),
    passOnNews: (order) => carryOut(order, pages.openPassOnNews, done(pages.settlePage)),
    tellThoseWhoWereTold: (order) =>
      carryOut(order, aftercare.openTellThoseWhoWereTold, done(aftercare.settleTellThoseWhoWereTold)),
    tellClientWhatWasShared: (order) =>
      carryOut(order, aftercare.openTellClientWhatWasShared, aftercare.settleTellClientWhatWasShared),
    askForOutcome: (order) => carryOut(order, pages.openAskForOutcome, done(pages.settlePage)),
    offerHandover: (order) => carryOut(order, openOfferHandover, done(pages.settlePage)),
    askForTask: (order) => carryOut(order, openAskForTask, done(pages.settlePage)),
    askClientHowItWas: (order) => carryOut(order, aftercare.openAskClientHowItWas, aftercare.settleAskClientHowItWas),
    cancelEverythingAndHold: (order) => begin(order, (work) => aftercare.cancelEverythingAndHold(work, order)),
    closeCase: (order) => begin(order, (work) => aftercare.closeCase(work, order)),
  };
}

/** The SDK counts a run's activities from 1: one record of a run is enough. */
const firstOfRun = '1';

/** Temporal has forgotten this try: whatever it answers goes nowhere. */
const superseded = (): ApplicationFailure =>
  ApplicationFailure.retryable('A later try has this step and records what came of it.', 'superseded');

const isOpened = (opened: { readonly kind: string }): opened is OpenedStep => opened.kind === 'opened';

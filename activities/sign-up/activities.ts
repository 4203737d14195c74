import { Context } from '@temporalio/activity';
import type { Records } from '../../records/records';
import {
  expireSignUp,
  type OpenedSignUpStep,
  openAsk,
  openNote,
  passOverPractitioner,
  type SignUpTools,
} from '../../records/sign-up/steps';
import { recordSent } from '../../records/urgent-care/dispatches';
import type { Work } from '../../records/work';
import { recordRun } from '../../records/workflow-runs';
import type { Clock } from '../../runtime/clock';
import type { Done, Overtaken, SignUpActivities, SignUpOrder } from '../../workflows/sign-up/contract';
import { createLease } from '../messaging/lease';
import { nextTryAfterMs, notForNow, type Post } from '../messaging/post';

export interface SignUpDeps {
  readonly records: Records;
  readonly post: Post;
  readonly tools: SignUpTools;
  readonly clock: Clock;
}

/** What the story of a sign-up does to the world. Each step: one transaction, the sends, one transaction. */
export function createSignUpActivities({ records, post, tools, clock }: SignUpDeps): SignUpActivities {
  const transact = <T>({ organisationId, at }: SignUpOrder, work: (work: Work) => Promise<T>): Promise<T> =>
    records.withOrganisation(organisationId, new Date(Math.max(at, clock().getTime())), work);

  const carryOut = async <Order extends SignUpOrder>(
    order: Order,
    open: (work: Work, tools: SignUpTools, order: Order) => Promise<OpenedSignUpStep | Overtaken>,
  ): Promise<Done | Overtaken> => {
    const lease = createLease();
    const opened = await transact(order, async (work) => {
      const { workflowExecution } = Context.current().info;
      if (workflowExecution) await recordRun(work, workflowExecution.workflowId, workflowExecution.runId);
      return open(work, tools, order);
    });
    if (opened.kind === 'overtaken') return opened;
    const sent = await post.sendAll(opened.outgoing, lease);
    await transact(order, async (work) => {
      for (const one of sent) await recordSent(work, one);
    });
    const waitMs = nextTryAfterMs(sent, Context.current().info.attempt);
    if (waitMs !== null) throw notForNow(waitMs);
    return { kind: 'done' };
  };

  return {
    writeToSigningUp: (order) => carryOut(order, openNote),
    askStaffOfSignUp: (order) => carryOut(order, openAsk),
    passOverPractitioner: (order) => carryOut(order, (work) => passOverPractitioner(work, order)),
    expireSignUp: (order) => carryOut(order, (work) => expireSignUp(work, order)),
  };
}

import { Context } from '@temporalio/activity';
import type { Records } from '../records/records';
import type { Work } from '../records/work';
import { recordRun } from '../records/workflow-runs';
import type { Clock } from '../runtime/clock';

/** In which organisation, and when it was planned: milliseconds since 1970. */
export interface Order {
  readonly organisationId: string;
  readonly at: number;
}

export type Transact = <T>(order: Order, work: (work: Work) => Promise<T>) => Promise<T>;

/** Business time is when it happens, not when it was planned: a worker may have been away in between. */
export const businessTime = ({ at }: Order, clock: Clock): Date => new Date(Math.max(at, clock().getTime()));

/** One transaction of an order's organisation. */
export const transacting =
  ({ records, clock }: { readonly records: Records; readonly clock: Clock }): Transact =>
  (order, work) =>
    records.withOrganisation(order.organisationId, businessTime(order, clock), work);

/** As transacting, for what a run does first: it is remembered with it, so that its history can be deleted one day. */
export const transactingOfRun =
  (deps: { readonly records: Records; readonly clock: Clock }): Transact =>
  (order, work) =>
    transacting(deps)(order, async (opened) => {
      const { workflowExecution } = Context.current().info;
      if (workflowExecution) await recordRun(opened, workflowExecution.workflowId, workflowExecution.runId);
      return work(opened);
    });

import { Context } from '@temporalio/activity';
import type { PreflightLetters } from '../../records/preflight/letters';
import { openAlarmAboutGaps } from '../../records/preflight/rota-gaps';
import { openNoticesOfUnreachable } from '../../records/preflight/unreachable-clients';
import type { Records } from '../../records/records';
import { recordSent } from '../../records/urgent-care/dispatches';
import type { Work } from '../../records/work';
import { recordRun } from '../../records/workflow-runs';
import type { Clock } from '../../runtime/clock';
import type { PreflightActivities, PreflightOrder } from '../../workflows/preflight/contract';
import { createLease } from '../messaging/lease';
import { nextTryAfterMs, notForNow, type Post } from '../messaging/post';

export interface PreflightDeps {
  readonly records: Records;
  readonly post: Post;
  readonly letters: PreflightLetters;
  readonly clock: Clock;
}

/** What the preflight does to the world: looks, writes notices ahead, sends them, records what came of it. */
export function createPreflightActivities({ records, post, letters, clock }: PreflightDeps): PreflightActivities {
  const transact = <T>({ organisationId, at }: PreflightOrder, work: (work: Work) => Promise<T>): Promise<T> =>
    records.withOrganisation(organisationId, new Date(Math.max(at, clock().getTime())), work);

  const carryOut =
    (open: typeof openAlarmAboutGaps) =>
    async (order: PreflightOrder): Promise<{ readonly found: number }> => {
      const lease = createLease();
      const { outgoing, found } = await transact(order, async (work) => {
        const { workflowExecution } = Context.current().info;
        if (workflowExecution) await recordRun(work, workflowExecution.workflowId, workflowExecution.runId);
        return open(work, letters);
      });
      const sent = await post.sendAll(outgoing, lease);
      await transact(order, async (work) => {
        for (const one of sent) await recordSent(work, one);
      });
      const waitMs = nextTryAfterMs(sent, Context.current().info.attempt);
      if (waitMs !== null) throw notForNow(waitMs);
      return { found };
    };

  return { alarmAboutGaps: carryOut(openAlarmAboutGaps), tellOfUnreachable: carryOut(openNoticesOfUnreachable) };
}

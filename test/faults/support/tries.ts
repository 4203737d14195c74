import type { Client } from '@temporalio/client';
import { urgentCareWorkflowId } from '../../../workflows/urgent-care/contract';
import type { HeedWithoutWorker } from '../../support/heed';
import type { Boundary } from './boundaries';
import type { Activity } from './stories';
import type { Moment } from './watch';

/** One try of one activity, as it goes by at a worker's doors. */
export interface Try {
  readonly activityId: string;
  readonly activity: Activity;
  readonly attempt: number;
  readonly passed: Map<Moment, number>;
  /** How many messages it has to send; known when the first one is sent. */
  messages?: Promise<number>;
}

/** Where a try stands when something of it goes by: at the boundary, waiting there for its other messages, or elsewhere. */
type Standing = 'at the boundary' | 'waits there' | 'elsewhere';

export interface Tries {
  goesBy(
    moment: Moment,
    boundary: Pick<Boundary, 'moment' | 'of'> | null,
  ): Promise<{ readonly during: Try; readonly stands: Standing }>;
}

/** Follows the tries of a case's activities. One activity is under way at a time: its tries are told apart by Temporal. */
export function createTries(heed: HeedWithoutWorker, caseId: string): Tries {
  let current: Try | undefined;
  return {
    goesBy: async (moment, boundary) => {
      if (moment === 'begin') current = await tryUnderWay(heed.client, caseId, current);
      const during = current;
      if (!during) throw new Error(`${moment} outside any activity`);
      const passed = (during.passed.get(moment) ?? 0) + 1;
      during.passed.set(moment, passed);
      // Counted before the first of them reaches its vendor, and can be reported.
      if (moment === 'send') {
        during.messages ??= unsentMessages(heed, caseId);
        await during.messages;
      }

      if (boundary?.moment !== moment) return { during, stands: 'elsewhere' };
      if (boundary.of !== 'its messages') {
        return { during, stands: passed === boundary.of ? 'at the boundary' : 'elsewhere' };
      }
      return { during, stands: passed === (await during.messages) ? 'at the boundary' : 'waits there' };
    },
  };
}

/** What Temporal says is being carried out: the same try as before, or another one. */
async function tryUnderWay(client: Client, caseId: string, before: Try | undefined): Promise<Try> {
  const { raw } = await client.workflow.getHandle(urgentCareWorkflowId(caseId)).describe();
  const [pending, ...others] = raw.pendingActivities ?? [];
  if (!pending || others.length > 0) throw new Error(`${others.length + (pending ? 1 : 0)} activities at once`);
  const { activityId, activityType, attempt } = pending;
  if (before && before.activityId === activityId && before.attempt === attempt) return before;
  return {
    activityId: activityId ?? '',
    activity: activityType?.name as Activity,
    attempt: attempt ?? 1,
    passed: new Map(),
  };
}

/** What is written and not yet handed over, as far as our record goes. */
export function unsentMessages({ records, demo }: HeedWithoutWorker, caseId: string): Promise<number> {
  return records.withOrganisation(demo.organisation.id, new Date(), ({ db }) =>
    db.dispatch.count({ where: { caseId, vendorId: null, status: { in: ['queued', 'unknown'] } } }),
  );
}

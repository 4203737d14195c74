import { type Client, ScheduleAlreadyRunning, type ScheduleOptions } from '@temporalio/client';
import { organisationIds } from '../../records/directory';
import { organisationOf } from '../../records/people';
import type { Records } from '../../records/records';
import type { Clock } from '../../runtime/clock';
import {
  type PreflightInput,
  preflightQueue,
  preflightScheduleId,
  preflightWorkflow,
  preflightWorkflowId,
} from '../../workflows/preflight/contract';

export interface ScheduleDeps {
  readonly records: Records;
  readonly client: Client;
  readonly clock: Clock;
}

/** When people come to work, and can still do something about what it finds. */
const hour = 7;
/** A server that hangs must not hold up the end of this process. */
const withinMs = 10_000;

/**
 * Lets every organisation have its daily preflight. What this answers with is called again and again: an organisation
 * that came since gets its own then, and what Temporal did not take is tried again. One that is there already is brought
 * up to date once in the life of this process.
 */
export function createPreflightSchedules({ records, client, clock }: ScheduleDeps): () => Promise<void> {
  const ensured = new Set<string>();
  return async () => {
    for (const organisationId of await organisationIds(records)) {
      if (ensured.has(organisationId)) continue;
      const { timeZone } = await records.withOrganisation(organisationId, clock(), organisationOf);
      await client.withDeadline(Date.now() + withinMs, () => ensure(client, scheduleOf(organisationId, timeZone)));
      ensured.add(organisationId);
    }
  };
}

type PreflightSchedule = ScheduleOptions & { readonly policies: NonNullable<ScheduleOptions['policies']> };

function scheduleOf(organisationId: string, timezone: string): PreflightSchedule {
  const input: PreflightInput = { organisationId };
  return {
    scheduleId: preflightScheduleId(organisationId),
    spec: { calendars: [{ hour }], timezone },
    // After a standstill one preflight is as good as many.
    policies: { overlap: 'SKIP', catchupWindow: '12 hours' },
    action: {
      type: 'startWorkflow',
      workflowType: preflightWorkflow,
      workflowId: preflightWorkflowId(organisationId),
      taskQueue: preflightQueue,
      args: [input],
    },
  };
}

async function ensure(client: Client, schedule: PreflightSchedule): Promise<void> {
  try {
    await client.schedule.create(schedule);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    // Whether somebody has paused it is not ours to change.
    const { spec, action, policies } = schedule;
    await client.schedule
      .getHandle(schedule.scheduleId)
      .update(({ state }) => ({ spec, action, policies: { catchupWindow: '12 hours', ...policies }, state }));
  }
}

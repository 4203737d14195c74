import { type Client, ScheduleAlreadyRunning, type ScheduleOptions } from '@temporalio/client';
import { organisationIds } from '../../records/directory';
import { organisationOf } from '../../records/people';
import type { Records } from '../../records/records';
import type { Clock } from '../../runtime/clock';

export interface ScheduleDeps {
  readonly records: Records;
  readonly client: Client;
  readonly clock: Clock;
}

/** What happens once a day in every organisation. */
export interface DailyProcess {
  /** By the organisation's own clock. */
  readonly hour: number;
  readonly workflow: string;
  readonly queue: string;
  readonly scheduleId: (organisationId: string) => string;
  readonly workflowId: (organisationId: string) => string;
}

/** A server that hangs must not hold up the end of this process. */
const withinMs = 10_000;

/**
 * Lets every organisation have these each day. What this answers with is called again and again: an organisation that
 * came since gets its own then, and what Temporal did not take is tried again. One that is there already is brought up to
 * date once in the life of this process.
 */
export function createDailySchedules(
  { records, client, clock }: ScheduleDeps,
  processes: readonly DailyProcess[],
): () => Promise<void> {
  const ensured = new Set<string>();
  return async () => {
    for (const organisationId of await organisationIds(records)) {
      if (ensured.has(organisationId)) continue;
      const { timeZone } = await records.withOrganisation(organisationId, clock(), organisationOf);
      for (const process of processes) {
        const schedule = scheduleOf(process, organisationId, timeZone);
        await client.withDeadline(Date.now() + withinMs, () => ensure(client, schedule));
      }
      ensured.add(organisationId);
    }
  };
}

type DailySchedule = ScheduleOptions & { readonly policies: NonNullable<ScheduleOptions['policies']> };

function scheduleOf(process: DailyProcess, organisationId: string, timezone: string): DailySchedule {
  const { hour, workflow, queue, scheduleId, workflowId } = process;
  return {
    scheduleId: scheduleId(organisationId),
    spec: { calendars: [{ hour }], timezone },
    // After a standstill one of them is as good as many.
    policies: { overlap: 'SKIP', catchupWindow: '12 hours' },
    action: {
      type: 'startWorkflow',
      workflowType: workflow,
      workflowId: workflowId(organisationId),
      taskQueue: queue,
      args: [{ organisationId }],
    },
  };
}

async function ensure(client: Client, schedule: DailySchedule): Promise<void> {
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

import { Client } from '@temporalio/client';
import { urgentCareWorkflowId } from '../../workflows/urgent-care/contract';
import { bareArm } from '../arms/bare/arm';
import { bareWorkflowId } from '../arms/bare/environment';
import { heedArm } from '../arms/heed/arm';
import { type EventCounts, floorOf } from '../event-floor';
import { holding } from '../load/interleaved';
import { createPlayer } from '../load/player';
import { casesPerSecond } from '../load/rounds';
import { median } from '../statistics';
import { figure } from '../table';
import type { Measurement } from './measurement';

/** How long a case's history is, against the least that its story can do with. */
export const events: Measurement = {
  name: 'events',
  run: async ({ stack, size, say }) => {
    const heed = await heedArm({ name: 'heed-events', cases: 3 * size.casesPerRound }).start(stack);
    const bare = await bareArm('bare-events').start(stack);
    try {
      const cases = Array.from({ length: size.casesPerRound }, (_, index) => index);
      for (const arm of [heed, bare]) {
        const player = createPlayer(arm, stack);
        await holding(() => casesPerSecond(player, { cases: size.casesPerRound, inFlight: 4 }), say);
      }
      const ofHeed = await countsOf(stack.temporal, heed.namespace, cases, (one) =>
        urgentCareWorkflowId(heed.caseId(one)),
      );
      const ofBare = await countsOf(stack.temporal, 'bare-events', cases, bareWorkflowId);
      const ratio = median(ofHeed.map((counts) => total(counts) / floorOf(counts)));
      return {
        title: 'Events in the history of a case',
        tables: [
          {
            columns: ['', 'events', 'floor', 'events ÷ floor', 'workflow tasks', 'activities', 'timers', 'signals'],
            rows: [row('Heed', ofHeed), row('bare Temporal', ofBare)],
          },
        ],
        targets: [
          { what: 'events', wanted: '≤ 1.10 × floor', measured: `${figure(ratio)} × floor`, met: ratio <= 1.1 },
        ],
        notes: [
          'Medians of the cases. Floor: 2 + 3 per workflow task and activity + 2 per timer + signals, with one workflow task to begin and one for each activity and signal.',
        ],
      };
    } finally {
      await heed.stop();
      await bare.stop();
    }
  },
};

const total = (counts: EventCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

function row(name: string, histories: readonly EventCounts[]): readonly string[] {
  const middle = (value: (counts: EventCounts) => number): string => figure(median(histories.map(value)));
  const kind = (event: string) => middle((counts) => counts[event] ?? 0);
  return [
    name,
    middle(total),
    middle(floorOf),
    middle((counts) => total(counts) / floorOf(counts)),
    kind('workflowTaskCompleted'),
    kind('activityTaskScheduled'),
    kind('timerStarted'),
    kind('workflowExecutionSignaled'),
  ];
}

async function countsOf(
  connection: Client['connection'],
  namespace: string,
  cases: readonly number[],
  workflowId: (caseNumber: number) => string,
): Promise<readonly EventCounts[]> {
  const client = new Client({ connection, namespace });
  return Promise.all(
    cases.map(async (one) => {
      const { events: history } = await client.workflow.getHandle(workflowId(one)).fetchHistory();
      const counts: Record<string, number> = {};
      for (const event of history ?? []) {
        const kind = Object.keys(event)
          .find((key) => key.endsWith('EventAttributes'))
          ?.slice(0, -'EventAttributes'.length);
        if (kind) counts[kind] = (counts[kind] ?? 0) + 1;
      }
      return counts;
    }),
  );
}

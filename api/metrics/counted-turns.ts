import type { ApiMetrics } from './api-metrics';

/** What goes on behind the API again and again, by the names that logs and metrics have for it. */
export const backgroundTasks = [
  'outbox-relay',
  'webhooks',
  'webhook-rounds',
  'webhook-clearing',
  'outbox-clearing',
  'old-answers',
  'lost-processes',
  'daily-schedules',
  'audit-sealer',
] as const;
export type BackgroundTask = (typeof backgroundTasks)[number];

export const turnResults = ['done', 'failed'] as const;
type TurnResult = (typeof turnResults)[number];

/** Counts how the turns of a task end; from 0, since of a number that begins at 1 nobody would see that it rose. */
export function countedTurns(task: BackgroundTask, { turns }: Pick<ApiMetrics, 'turns'>): (result: TurnResult) => void {
  for (const result of turnResults) turns.inc({ task, result }, 0);
  return (result) => turns.inc({ task, result });
}

/** A history's events by kind, such as `timerStarted`. */
export type EventCounts = Readonly<Record<string, number>>;

/**
 * The least that a history like this one can have: two for the workflow, three for each workflow task and each activity,
 * two for each timer, one for each signal. Tasks are counted as the story needs them, not as they were: one to begin, one
 * for every activity that ended and for every signal.
 */
export function floorOf(counts: EventCounts): number {
  const of = (kind: string): number => counts[kind] ?? 0;
  const activities = of('activityTaskScheduled');
  const signals = of('workflowExecutionSignaled');
  return 2 + 3 * (1 + activities + signals) + 3 * activities + 2 * of('timerStarted') + signals;
}

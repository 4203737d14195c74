import { proxyActivities, sleep } from '@temporalio/workflow';
import type { Over, RetentionActivities, RetentionInput, RetentionOrder, Told, TooEarly } from './contract';

// Longer than the lease under which an activity sends (12 s).
const { tellOfRetention, carryOutRetention } = proxyActivities<RetentionActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/** From thirty days before a client's data goes to the beginning of its erasure. domain.md §5 */
export async function retention(input: RetentionInput): Promise<void> {
  const told = await inItsTime(input, tellOfRetention);
  if (told.kind === 'over') return;
  await sleepUntil(told.goesAt);
  await inItsTime(input, carryOutRetention);
}

/** Asks again for as long as the record says that it is too early. */
async function inItsTime<Answer extends Told | Over>(
  input: RetentionInput,
  act: (order: RetentionOrder) => Promise<Answer | TooEarly>,
): Promise<Answer> {
  const answer = await act({ ...input, at: Date.now() });
  if (answer.kind !== 'too-early') return answer;
  await sleepUntil(answer.until);
  return inItsTime(input, act);
}

/** At least a moment: two clocks are never quite the same. */
const sleepUntil = (instant: number): Promise<void> => sleep(Math.max(instant - Date.now(), 1));

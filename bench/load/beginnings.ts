import type { RunningHeed } from '../arms/heed/arm';
import type { BenchStack } from '../stack';
import { newcomerOf, peopleOf } from '../story/people';
import { openLoop } from './open-loop';
import { VoidRound } from './player';
import { poissonSchedule } from './schedule';

/** How long a person's phone is looked at before the message counts as lost. */
const patienceMs = 30_000;

/** One thing that begins with a POST and writes to somebody at once. */
export interface Beginning {
  readonly name: string;
  begin(index: number): Promise<void>;
  mobile(index: number): string;
  /** The first one that was not begun yet. */
  next: number;
}

export const registrations = (heed: RunningHeed): Beginning => ({
  name: 'POST /v1/sign-ups',
  begin: (index) => heed.register(index),
  mobile: (index) => newcomerOf(index).mobile,
  next: 0,
});

export const concerns = (heed: RunningHeed): Beginning => ({
  name: 'POST /v1/urgent-care/cases',
  begin: (index) => heed.post(index),
  mobile: (index) => peopleOf(index).clientMobile,
  next: 0,
});

export interface Arrivals {
  readonly count: number;
  readonly perSecond: number;
  readonly seed: number;
}

/**
 * Milliseconds from the instant at which each POST was due until the vendor had the first SMS to its person.
 * @throws VoidRound where one was refused or lost
 */
export async function firstMessages(
  { vendor }: BenchStack,
  beginning: Beginning,
  { count, perSecond, seed }: Arrivals,
): Promise<readonly number[]> {
  const first = beginning.next;
  beginning.next += count;
  const arrived = await openLoop(poissonSchedule(count, perSecond, seed), async (offset) => {
    const index = first + offset;
    await beginning.begin(index);
    return vendor.nextSms(beginning.mobile(index), patienceMs);
  });
  vendor.clear();
  return arrived.map(({ dueAt, outcome }) => {
    if (outcome.status === 'rejected') throw new VoidRound(`${beginning.name}: ${String(outcome.reason)}`);
    return outcome.value.at - dueAt;
  });
}

import { monotonicMs } from '../monotonic';
import { peopleOf } from '../story/people';
import type { Arrival } from '../vendor/vendor';
import { closedLoop } from './closed-loop';
import { openLoop } from './open-loop';
import type { Player } from './player';
import { poissonSchedule } from './schedule';

export interface LatencyRound {
  readonly cases: number;
  readonly perSecond: number;
  /** So many at the start are played and not counted. */
  readonly warmUp: number;
  readonly seed: number;
}

/** The way of one case to its first message, in instants of the monotonic clock. */
export interface Trace {
  readonly caseNumber: number;
  /** When the POST was to be made. */
  readonly dueAt: number;
  readonly acceptedAt: number;
  /** When the vendor was handed the first message about it. */
  readonly handedOverAt: number;
}

/** Milliseconds from when each POST was due to the hand-over of the first message about it. @throws VoidRound */
export async function latencies(player: Player, round: LatencyRound): Promise<readonly number[]> {
  return (await traces(player, round)).map(({ dueAt, handedOverAt }) => handedOverAt - dueAt);
}

/** @throws VoidRound */
export async function traces(player: Player, round: LatencyRound): Promise<readonly Trace[]> {
  const schedule = poissonSchedule(round.cases + round.warmUp, round.perSecond, round.seed);
  const cases = schedule.map(() => player.nextCase());
  const arrived = await openLoop(schedule, (index) => player.play(cases[index]!));
  const messages = await player.endRound({ cases, outcomes: arrived.map(({ outcome }) => outcome) });
  const first = firstArrivals(messages);
  return arrived
    .flatMap(({ dueAt, outcome }, index): Trace[] => {
      const caseNumber = cases[index];
      if (caseNumber === undefined || outcome.status === 'rejected') return [];
      return [{ caseNumber, dueAt, acceptedAt: outcome.value, handedOverAt: firstAbout(caseNumber, first) }];
    })
    .slice(round.warmUp);
}

export interface ThroughputRound {
  readonly cases: number;
  readonly inFlight: number;
}

/** Whole cases a second, from the first POST until the last case is closed. @throws VoidRound */
export async function casesPerSecond(player: Player, { cases: count, inFlight }: ThroughputRound): Promise<number> {
  const cases = Array.from({ length: count }, () => player.nextCase());
  const { startedAt, outcomes } = await closedLoop(count, inFlight, (index) => player.play(cases[index]!));
  await player.endRound({ cases, outcomes });
  return count / ((monotonicMs() - startedAt) / 1_000);
}

function firstArrivals(messages: readonly Arrival[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { to, at } of messages) first.set(to, Math.min(first.get(to) ?? Infinity, at));
  return first;
}

function firstAbout(caseNumber: number, first: ReadonlyMap<string, number>): number {
  const { clientMobile, clientEmail } = peopleOf(caseNumber);
  return Math.min(first.get(clientMobile) ?? Infinity, first.get(clientEmail) ?? Infinity);
}

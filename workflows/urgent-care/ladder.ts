import type { PinnedPolicy, PinnedStep } from './policy';
import type { Disclosure } from './state';
import type { Channel, Instant, RecipientName } from './words';

/** Which way each try at a recipient goes, and what a way that fails leaves behind. domain.md §3.6, docs/adr/0016 */
export interface Ladder {
  /** Whether the story is past this way: a result that comes only now changes nothing. */
  hasLeft(step: PinnedStep, disclosure: Disclosure, channel: Channel): boolean;
  /** A try that did not fail for good. `told`: a vendor took the message. */
  tried(step: PinnedStep, before: Disclosure, tried: Try, told: boolean): Disclosure;
  /** A try failed for good: the next way at once, or past this recipient. */
  failed(step: PinnedStep, before: Disclosure, channel: Channel): Disclosure;
  /** The vendor's report that a message failed for good, long after its try perhaps. */
  reportedFailed(step: PinnedStep, before: Disclosure, channel: Channel): Disclosure;
}

export interface Try {
  readonly recipient: RecipientName;
  readonly channel: Channel;
  readonly at: Instant;
  /** Asks somebody once more who had read it and did not act. */
  readonly again: boolean;
}

export const ladderOf = ({ climbsOnSilence }: PinnedPolicy): Ladder =>
  climbsOnSilence ? climbedOnSilence : climbedOnFailure;

/** The ways of a step, without calls in a case that was started when none could be made. */
function channelsOf({ channels, voice }: PinnedStep): readonly Channel[] {
  return voice ? channels : channels.filter((channel) => channel !== 'voice');
}

/** The way of the next try; undefined when none is left. Who has read it is asked again by the way that reached them. */
export function nextWay(step: PinnedStep, disclosure: Disclosure): Channel | undefined {
  const reachedBy = disclosure.answer === 'acknowledged' ? lastWayThatReached(disclosure) : undefined;
  return reachedBy ?? channelsOf(step)[disclosure.channelIndex];
}

const lastWayThatReached = ({ tries = [], failedWays = [] }: Disclosure): Channel | undefined =>
  tries.findLast(({ channel, told }) => told && !failedWays.includes(channel))?.channel;

/**
 * By which ways somebody who was told hears that it is over: wherever an unread message of ours may still wait for them.
 * Who was also written to is not called once more, at whatever hour it is.
 * @param told the ways that reached them, the first one first
 */
export function waysToSayItIsOver(told: readonly Channel[]): readonly Channel[] {
  const ways = [...new Set(told)];
  const written = ways.filter((way) => way !== 'voice');
  return written.length > 0 ? written : ways;
}

/** Each try at somebody silent goes by the next way, and round again. A way that failed for good is passed over. */
const climbedOnSilence: Ladder = {
  hasLeft: (_step, { failedWays = [] }, channel) => failedWays.includes(channel),

  tried(step, before, tried, told) {
    const { channel, at } = tried;
    const tries = [...(before.tries ?? []), { channel, at, told }];
    const after = { ...attempted(before, tried), told: before.told || told, tries };
    return { ...after, channelIndex: nextRung(step, after) };
  },

  failed: withoutWay,
  reportedFailed: withoutWay,
};

function withoutWay(step: PinnedStep, before: Disclosure, channel: Channel): Disclosure {
  const failedWays = [...new Set([...(before.failedWays ?? []), channel])];
  const passed = { ...before, failedWays };
  const after = { ...passed, channelIndex: nextRung(step, passed) };
  // An answer says that something reached them: their time runs on.
  return before.answer === null ? countedAnew(step, after) : after;
}

/** What went by a way that failed for good reached nobody: neither an attempt nor their time is used up by it. */
function countedAnew(step: PinnedStep, after: Disclosure): Disclosure {
  const { tries = [], failedWays = [], standing } = after;
  const counting = tries.filter((one) => !failedWays.includes(one.channel));
  const last = tries.at(-1);
  return {
    ...after,
    attemptsOnChannel: counting.length,
    firstTriedAt: counting[0]?.at ?? null,
    // Null: the try that failed is made good at once, by the next way.
    lastTriedAt: last !== undefined && counting.includes(last) ? last.at : null,
    told: counting.some(({ told }) => told),
    standing: standing === 'open' && nextWay(step, after) === undefined ? 'failed' : standing,
  };
}

/** The next rung after the last that was tried, round and round; past the last one when every way has failed. */
function nextRung(step: PinnedStep, { tries = [], failedWays = [] }: Disclosure): number {
  const ways = channelsOf(step);
  const last = tries.at(-1);
  const above = last === undefined ? 0 : ways.indexOf(last.channel) + 1;
  const round = ways.map((_way, index) => (above + index) % ways.length);
  return round.find((rung) => !failedWays.includes(ways[rung]!)) ?? ways.length;
}

/** Cases from before: every attempt goes the same way, until that way fails. */
const climbedOnFailure: Ladder = {
  hasLeft: (step, disclosure, channel) => channelsOf(step)[disclosure.channelIndex] !== channel,

  tried(step, before, tried, told) {
    const after = { ...attempted(before, tried), told: before.told || told };
    return !after.told && after.attemptsOnChannel >= step.attempts ? onNextChannel(step, after) : after;
  },

  failed: onNextChannel,

  reportedFailed: (step, before, channel) =>
    climbedOnFailure.hasLeft(step, before, channel) || before.answer !== null ? before : onNextChannel(step, before),
};

function onNextChannel(step: PinnedStep, disclosure: Disclosure): Disclosure {
  const channelIndex = disclosure.channelIndex + 1;
  if (channelIndex >= channelsOf(step).length) return { ...disclosure, standing: 'failed' };
  return { ...disclosure, channelIndex, attemptsOnChannel: 0, firstTriedAt: null, lastTriedAt: null, told: false };
}

const attempted = (before: Disclosure, { at, again }: Try): Disclosure => ({
  ...before,
  attemptsOnChannel: before.attemptsOnChannel + 1,
  firstTriedAt: before.firstTriedAt ?? at,
  lastTriedAt: at,
  askedAgain: before.askedAgain || again,
});

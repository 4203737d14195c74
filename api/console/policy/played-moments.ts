import type { InRehearsal } from '../../../records/urgent-care/rehearsal-words';
import { durationMs } from '../../../workflows/urgent-care/policy';
import type { Channel } from '../../../workflows/urgent-care/words';
import { caseWords } from '../cases/words';
import { spanInShort, spanInWords } from '../frame/moments';

/** What happens in a rehearsal, moment by moment. What happens again and again stands there once. Pure. */

/** What the contract answers of each line of a rehearsal. */
export interface PlayedItem {
  readonly after: string;
  readonly kind: string;
  readonly text: string;
  readonly message?: { readonly to: InRehearsal; readonly channel: Channel } | undefined;
  readonly who?: InRehearsal | undefined;
}

/** What is played, at each of its moments. */
export const playedMoments = (items: readonly PlayedItem[]): readonly (Moment | Again)[] => folded(momentsOf(items));

export interface Moment {
  readonly atMs: number;
  readonly events: readonly PlayedEvent[];
}

/** What happens at a moment, said once, whomever it befalls and by whichever way. */
export interface PlayedEvent {
  readonly kind: string;
  readonly isMessage: boolean;
  readonly text: string;
  readonly whose: readonly InRehearsal[];
  readonly ways: readonly string[];
}

function momentsOf(items: readonly PlayedItem[]): readonly Moment[] {
  const moments = new Map<number, Map<string, PlayedEvent>>();
  for (const item of items) {
    const atMs = durationMs(item.after);
    const events = moments.get(atMs) ?? new Map<string, PlayedEvent>();
    moments.set(atMs, events);
    const before = events.get(item.text) ?? {
      kind: item.kind,
      isMessage: item.message !== undefined,
      text: item.text,
      whose: [],
      ways: [],
    };
    events.set(item.text, {
      ...before,
      whose: together(before.whose, whoseItIs(item)),
      // What says itself by which way it goes is not told twice.
      ways: item.text.includes(', by ') ? [] : together(before.ways, item.message && wayOf(item.message.channel)),
    });
  }
  return [...moments].map(([atMs, events]) => ({ atMs, events: [...events.values()] }));
}

/** Whom it reaches, or who does it; undefined: it is nobody's in particular. */
export const whoseItIs = ({ message, who }: PlayedItem): InRehearsal | undefined => message?.to ?? who;

const together = <T>(all: readonly T[], one: T | undefined): readonly T[] =>
  one === undefined || all.includes(one) ? all : [...all, one];

const wayOf = (channel: Channel): string => caseWords.channel[channel].toLowerCase();

/** The same moments over and over. */
interface Again {
  readonly again: number;
  /** How many moments it is that come again. */
  readonly of: number;
  readonly atMs: number;
}

/** A round of at most so many moments is known as one that comes again. */
const longestRound = 8;
/** Twice may be chance. */
const fewestRounds = 3;

/** What comes again and again stands there once, with how often it comes and when last. */
function folded(moments: readonly Moment[]): readonly (Moment | Again)[] {
  const looks = moments.map(({ events }) => JSON.stringify(events));
  const found: (Moment | Again)[] = [];
  let at = 0;
  while (at < moments.length) {
    const round = roundAt(looks, at);
    found.push(...moments.slice(at, at + round.length));
    if (round.times > 1) {
      found.push({
        again: round.times - 1,
        of: round.length,
        atMs: moments[at + round.length * round.times - 1]!.atMs,
      });
    }
    at += round.length * round.times;
  }
  return found;
}

function roundAt(looks: readonly string[], at: number): { readonly length: number; readonly times: number } {
  for (let length = 1; length <= longestRound; length++) {
    let times = 1;
    while (isSame(looks, { at, length, later: at + times * length })) times += 1;
    if (times >= fewestRounds) return { length, times };
  }
  return { length: 1, times: 1 };
}

const isSame = (
  looks: readonly string[],
  { at, length, later }: { readonly at: number; readonly length: number; readonly later: number },
): boolean =>
  later + length <= looks.length && looks.slice(at, at + length).every((look, index) => look === looks[later + index]);

/** What is played, as a list: each moment with what happens then, or that it comes again. */
export const listOf = (items: readonly PlayedItem[]) =>
  playedMoments(items).map((moment) =>
    'again' in moment
      ? { when: `Up to ${spanInWords(moment.atMs)}`, again: againInWords(moment), lines: [] }
      : {
          when: moment.atMs === 0 ? 'At once' : `After ${spanInWords(moment.atMs)}`,
          again: null,
          lines: moment.events.map(withWays),
        },
  );

export const withWays = ({ text, ways }: PlayedEvent): string =>
  ways.length === 0 ? text : `${text.replace(/\.$/, '')} (${ways.join(', ')}).`;

export const againInWords = ({ again, of, atMs }: Again): string =>
  `${of === 1 ? 'This comes' : `These ${of} come`} again ${again} times, the last one after ${spanInShort(atMs)}.`;

/** What did not come about, or not now. */
export const isFailure = (kind: string): boolean =>
  /(^act\.refused|\.failed|\.withheld|disclosure\.closed|\.not-[a-z-]+|reach\.lost)$/.test(kind);

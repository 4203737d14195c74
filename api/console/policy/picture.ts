import type { InRehearsal } from '../../../records/urgent-care/rehearsal-words';
import { durationMs } from '../../../workflows/urgent-care/policy';
import { spanInShort, spanInWords } from '../frame/moments';
import { policyWords } from './words';

/**
 * A rehearsal as a picture: time goes down, each person has a lane, and beside each row stands what happens. What happens
 * again and again is drawn once, and said. Pure.
 */

/** What the contract answers of each line of a rehearsal. */
export interface PlayedItem {
  readonly after: string;
  readonly kind: string;
  readonly text: string;
  readonly message?: { readonly to: InRehearsal; readonly channel: string } | undefined;
  readonly who?: InRehearsal | undefined;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly PictureLane[];
  readonly rows: readonly PictureRow[];
  /** Where the lanes begin and end, from the left. */
  readonly from: number;
  readonly to: number;
}

interface PictureLane {
  readonly who: InRehearsal;
  readonly x: number;
  /** Its name, a word a line. */
  readonly name: readonly string[];
}

interface PictureRow {
  readonly y: number;
  readonly height: number;
  /** `10 min`; absent where the row above happens at the same moment. */
  readonly after: string | null;
  readonly mark: Mark;
  /** In whose lanes its marks stand. */
  readonly xs: readonly number[];
  readonly lines: readonly string[];
}

/** A message goes, somebody does something, something fails or is refused, or it is nobody's in particular. */
export type Mark = 'message' | 'act' | 'failure' | 'case' | 'again';

/** In units of the picture, which are pixels where there is room. */
const timeWidth = 92;
const laneWidth = 76;
const textWidth = 330;
const lettersALine = 42;
const headHeight = 52;
const lineHeight = 18;
const leastRow = 32;

/** From left to right: whom the case is about, who decides, and who is told. */
const order: readonly InRehearsal[] = [
  'client',
  'owner',
  'duty-clinician',
  'supervisor',
  'contact-1',
  'contact-2',
  'gp',
  'police',
  'safeguarding-authority',
];

/** @param always who has a lane even if nothing befalls them: whom the policy would tell */
export function pictureOf(items: readonly PlayedItem[], always: readonly InRehearsal[]): Picture {
  const inIt = new Set([...always, 'client', 'owner', ...items.flatMap((item) => whose(item) ?? [])]);
  const lanes = order
    .filter((who) => inIt.has(who))
    .map((who, index) => ({
      who,
      x: timeWidth + index * laneWidth + laneWidth / 2,
      name: policyWords.lane[who].split(' '),
    }));
  const placed: PictureRow[] = [];
  let y = headHeight;
  for (const { gapMs, ...row } of rowsOf(items)) {
    y += restHeight(gapMs);
    const lines = wrapped(row.text);
    const height = Math.max(leastRow, lines.length * lineHeight + 10);
    const xs = row.whose.map((who) => lanes.find((lane) => lane.who === who)!.x);
    placed.push({ y, height, after: row.after, mark: row.mark, xs, lines });
    y += height;
  }
  const to = timeWidth + lanes.length * laneWidth;
  return { width: to + textWidth, height: y + 8, lanes, rows: placed, from: timeWidth, to };
}

/** A long wait is a longer way down, but never a page of nothing. */
const restHeight = (ms: number): number => (ms === 0 ? 0 : Math.min(40, Math.round(6 * Math.log2(1 + ms / 60_000))));

interface Row {
  readonly after: string | null;
  readonly gapMs: number;
  readonly mark: Mark;
  readonly whose: readonly InRehearsal[];
  readonly text: string;
}

const whose = ({ message, who }: PlayedItem): InRehearsal | undefined => message?.to ?? who;

function rowsOf(items: readonly PlayedItem[]): readonly Row[] {
  let last = 0;
  return folded(momentsOf(items)).flatMap((moment): readonly Row[] => {
    const gapMs = moment.atMs - last;
    last = moment.atMs;
    if ('again' in moment) return [{ after: null, gapMs, mark: 'again', whose: [], text: againInWords(moment) }];
    return moment.events.map((event, index) => ({
      after: index === 0 ? spanInShort(moment.atMs) : null,
      gapMs: index === 0 ? gapMs : 0,
      mark: markOf(event),
      whose: event.whose,
      text: withWays(event),
    }));
  });
}

/** The same as a list: each moment with what happens then, or that it comes again. */
export const listOf = (items: readonly PlayedItem[]) =>
  folded(momentsOf(items)).map((moment) =>
    'again' in moment
      ? { when: `Up to ${spanInWords(moment.atMs)}`, again: againInWords(moment), lines: [] }
      : {
          when: moment.atMs === 0 ? 'At once' : `After ${spanInWords(moment.atMs)}`,
          again: null,
          lines: moment.events.map(withWays),
        },
  );

const withWays = ({ text, ways }: Event): string =>
  ways.length === 0 ? text : `${text.replace(/\.$/, '')} (${ways.join(', ')}).`;

interface Moment {
  readonly atMs: number;
  readonly events: readonly Event[];
}

/** What happens at a moment, said once, whomever it befalls and by whichever way. */
interface Event {
  readonly kind: string;
  readonly isMessage: boolean;
  readonly text: string;
  readonly whose: readonly InRehearsal[];
  readonly ways: readonly string[];
}

export function momentsOf(items: readonly PlayedItem[]): readonly Moment[] {
  const moments = new Map<number, Map<string, Event>>();
  for (const item of items) {
    const atMs = durationMs(item.after);
    const events = moments.get(atMs) ?? new Map<string, Event>();
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
      whose: together(before.whose, whose(item)),
      // What says itself by which way it goes is not told twice.
      ways: item.text.includes(', by ') ? [] : together(before.ways, item.message && wayOf(item.message.channel)),
    });
  }
  return [...moments].map(([atMs, events]) => ({ atMs, events: [...events.values()] }));
}

const together = <T>(all: readonly T[], one: T | undefined): readonly T[] =>
  one === undefined || all.includes(one) ? all : [...all, one];

const wayOf = (channel: string): string =>
  channel === 'sms' ? 'text message' : channel === 'voice' ? 'call' : channel;

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
export function folded(moments: readonly Moment[]): readonly (Moment | Again)[] {
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

const againInWords = ({ again, of, atMs }: Again): string =>
  `${of === 1 ? 'This comes' : `These ${of} come`} again ${again} times, the last one after ${spanInShort(atMs)}.`;

function markOf({ kind, isMessage, whose: lanes }: Event): Mark {
  if (isFailure(kind)) return 'failure';
  if (isMessage) return 'message';
  return lanes.length === 0 ? 'case' : 'act';
}

/** What did not come about, or not now. */
export const isFailure = (kind: string): boolean =>
  /(^act\.refused|\.failed|\.withheld|disclosure\.closed|\.not-[a-z-]+|reach\.lost)$/.test(kind);

/** At blanks, so that no line is longer than there is room for. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > lettersALine) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}

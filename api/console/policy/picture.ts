import type { InRehearsal } from '../../../records/urgent-care/rehearsal-words';
import { spanInShort } from '../frame/moments';
import {
  againInWords,
  isFailure,
  type PlayedEvent,
  type PlayedItem,
  playedMoments,
  whoseItIs,
  withWays,
} from './played-moments';
import { policyWords } from './words';

/**
 * A rehearsal as a picture: time goes down, each person has a lane, and beside each row stands what happens. What happens
 * again and again is drawn once. Pure.
 */

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
  const inIt = new Set([...always, 'client', 'owner', ...items.flatMap((item) => whoseItIs(item) ?? [])]);
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

function rowsOf(items: readonly PlayedItem[]): readonly Row[] {
  let last = 0;
  return playedMoments(items).flatMap((moment): readonly Row[] => {
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

function markOf({ kind, isMessage, whose: lanes }: PlayedEvent): Mark {
  if (isFailure(kind)) return 'failure';
  if (isMessage) return 'message';
  return lanes.length === 0 ? 'case' : 'act';
}

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

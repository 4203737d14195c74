import type { Paged, PagingWindows, SafetyStanding } from './contract';

/**
 * Why somebody is paged: it is their turn, nobody has judged yet, there was another safety answer, or whoever has it is
 * out of reach or has recorded no judgement.
 */
export type PageKind = 'turn' | 'reminder' | 'news' | PageToOthers;

/** Goes to others on duty than whoever has it. */
export type PageToOthers = 'taker-unreachable' | 'taker-has-not-judged';

export const isToOthers = (page: PageKind): page is PageToOthers =>
  page === 'taker-unreachable' || page === 'taker-has-not-judged';

/** Who was paged, and when. Milliseconds since 1970. */
export interface Said {
  readonly rung: number;
  readonly turnBeganAt: number;
  readonly lastNewsAt: number | null;
  readonly reminded: boolean;
  /** How often it had been raised by then. */
  readonly timesRaised: number;
  readonly reached: boolean;
  /** The last page to whoever had it by then, and the last one to others although somebody had it. */
  readonly toTaker: Page | null;
  readonly toOthers: Page | null;
}

interface Page {
  readonly at: number;
  readonly reached: boolean;
}

export type SafetyStep =
  | { readonly kind: 'page'; readonly page: PageKind; readonly rung: number }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'close' };

/** Answers that follow so soon on one that was passed on are passed on together. */
const newsTogetherMs = 60_000;

/** Where no message reached anybody, the next one's turn comes as soon as this. */
const unreachedAfterMs = 60_000;

/** So often whoever has it is reminded before others are paged as well. */
const remindersAlone = 2;

/**
 * Who is paged next, and when: whoever is on duty, reminded, then the next one, round and round. Whoever says that they
 * have it is reminded alone at first, then beside the others: who took it may have been called away. It ends with a
 * person's judgement and with nothing else. Pure and total. domain.md §2.4
 */
export function nextStep(standing: SafetyStanding, said: Said | null, windows: PagingWindows, now: number): SafetyStep {
  if (standing.judged) return { kind: 'close' };
  if (said === null) return { kind: 'page', page: 'turn', rung: 0 };
  const due = [...newsDue(standing, said), ...askingDue(standing, said, windows)].sort(inTurn);
  const [first] = due;
  if (!first) return { kind: 'wait', until: Infinity };
  return first.at <= now
    ? { kind: 'page', page: first.page, rung: goesOn(first.page) ? said.rung + 1 : said.rung }
    : { kind: 'wait', until: first.at };
}

/** The next one on the ladder is asked. */
const goesOn = (page: PageKind): boolean => page === 'turn' || isToOthers(page);

interface Due {
  readonly page: PageKind;
  readonly at: number;
}

/** At the same instant others come first: a page to whoever has it would put theirs off, again and again. */
const inTurn = (one: Due, other: Due): number =>
  one.at - other.at || Number(isToOthers(other.page)) - Number(isToOthers(one.page));

function newsDue({ timesRaised }: SafetyStanding, said: Said): readonly Due[] {
  if (timesRaised <= said.timesRaised) return [];
  return [{ page: 'news', at: said.lastNewsAt === null ? -Infinity : said.lastNewsAt + newsTogetherMs }];
}

function askingDue({ takenAt }: SafetyStanding, said: Said, windows: PagingWindows): readonly Due[] {
  return takenAt === null ? turnsDue(said, windows) : dueOnceTaken(takenAt, said, windows);
}

function turnsDue(said: Said, { remindAfterMs, nextPersonAfterMs }: PagingWindows): readonly Due[] {
  const next: Due = { page: 'turn', at: said.turnBeganAt + untilNext(said, nextPersonAfterMs) };
  return said.reminded ? [next] : [{ page: 'reminder', at: said.turnBeganAt + remindAfterMs }, next];
}

/** Whoever has it is reminded on and on. Whoever takes it over has their own time. */
function dueOnceTaken(takenAt: number, said: Said, windows: PagingWindows): readonly Due[] {
  const { pageEveryMs, nextPersonAfterMs } = windows;
  const since = (page: Page | null): Page | null => (page !== null && page.at >= takenAt ? page : null);
  const [toTaker, toOthers] = [since(said.toTaker), since(said.toOthers)];
  const reminder: Due = { page: 'reminder', at: (toTaker?.at ?? takenAt) + pageEveryMs };
  if (toTaker !== null && !toTaker.reached && !hasHeardSince(toTaker, toOthers)) {
    const lastAt = Math.max(toTaker.at, toOthers?.at ?? 0);
    return [reminder, { page: 'taker-unreachable', at: lastAt + untilNext(toTaker, pageEveryMs) }];
  }
  const first = takenAt + remindersAlone * pageEveryMs + nextPersonAfterMs;
  const next = toOthers === null ? first : Math.max(first, toOthers.at + untilNext(toOthers, nextPersonAfterMs));
  return [reminder, { page: 'taker-has-not-judged', at: next }];
}

const hasHeardSince = (toTaker: Page, toOthers: Page | null): boolean =>
  toOthers?.reached === true && toOthers.at >= toTaker.at;

const untilNext = ({ reached }: Pick<Page, 'reached'>, windowMs: number): number =>
  reached ? windowMs : Math.min(windowMs, unreachedAfterMs);

/** Somebody was paged. */
export function afterPaging(
  said: Said | null,
  { page, rung }: Extract<SafetyStep, { readonly kind: 'page' }>,
  { standing, reached }: Paged,
  at: number,
): Said {
  const toOthers = isToOthers(page);
  const toTaker = standing.takenAt !== null && !toOthers;
  return {
    rung,
    turnBeganAt: page === 'turn' ? at : (said?.turnBeganAt ?? at),
    lastNewsAt: page === 'news' ? at : (said?.lastNewsAt ?? null),
    reminded: page === 'reminder' || (page === 'news' && (said?.reminded ?? false)),
    timesRaised: standing.timesRaised,
    reached,
    toTaker: toTaker ? { at, reached } : (said?.toTaker ?? null),
    toOthers: toOthers ? { at, reached } : (said?.toOthers ?? null),
  };
}

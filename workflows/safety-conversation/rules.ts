import type { Paged, PagingWindows, SafetyStanding } from './contract';

/**
 * Why somebody is paged: it is their turn, nobody has judged yet, there was another safety answer, or whoever has it is
 * out of reach.
 */
export type PageKind = 'turn' | 'reminder' | 'news' | 'taker-unreachable';

/** Who was paged, and when. Milliseconds since 1970. */
export interface Said {
  readonly rung: number;
  readonly turnBeganAt: number;
  readonly lastAt: number;
  readonly lastNewsAt: number | null;
  readonly reminded: boolean;
  /** How often it had been raised by then. */
  readonly timesRaised: number;
  readonly reached: boolean;
}

export type SafetyStep =
  | { readonly kind: 'page'; readonly page: PageKind; readonly rung: number }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'close' };

/** Answers that follow so soon on one that was passed on are passed on together. */
export const newsTogetherMs = 60_000;

/** Where no message reached anybody, the next one's turn comes as soon as this. */
const unreachedAfterMs = 60_000;

/**
 * Who is paged next, and when: whoever is on duty, reminded, then the next one, round and round. It ends with a person's
 * judgement and with nothing else. Pure and total. domain.md §2.4
 */
export function nextStep(standing: SafetyStanding, said: Said | null, windows: PagingWindows, now: number): SafetyStep {
  if (standing.judged) return { kind: 'close' };
  if (said === null) return { kind: 'page', page: 'turn', rung: 0 };
  const due = [...newsDue(standing, said), ...askingDue(standing, said, windows)].sort(
    (one, other) => one.at - other.at,
  );
  const [first] = due;
  if (!first) return { kind: 'wait', until: Infinity };
  return first.at <= now
    ? { kind: 'page', page: first.page, rung: goesOn(first.page) ? said.rung + 1 : said.rung }
    : { kind: 'wait', until: first.at };
}

/** The next one on the ladder is asked. */
const goesOn = (page: PageKind): boolean => page === 'turn' || page === 'taker-unreachable';

interface Due {
  readonly page: PageKind;
  readonly at: number;
}

function newsDue({ timesRaised }: SafetyStanding, said: Said): readonly Due[] {
  if (timesRaised <= said.timesRaised) return [];
  return [{ page: 'news', at: said.lastNewsAt === null ? -Infinity : said.lastNewsAt + newsTogetherMs }];
}

function askingDue(
  { takenAt }: SafetyStanding,
  said: Said,
  { remindAfterMs, nextPersonAfterMs, pageEveryMs }: PagingWindows,
): readonly Due[] {
  const takerIsOutOfReach = takenAt !== null && said.lastAt >= takenAt && !said.reached;
  if (takerIsOutOfReach)
    return [{ page: 'taker-unreachable', at: said.lastAt + Math.min(pageEveryMs, unreachedAfterMs) }];
  // Whoever has it is the only one who is reminded.
  if (takenAt !== null) return [{ page: 'reminder', at: Math.max(said.lastAt, takenAt) + pageEveryMs }];
  const turnMs = said.reached ? nextPersonAfterMs : Math.min(nextPersonAfterMs, unreachedAfterMs);
  const next: Due = { page: 'turn', at: said.turnBeganAt + turnMs };
  return said.reminded ? [next] : [{ page: 'reminder', at: said.turnBeganAt + remindAfterMs }, next];
}

/** Somebody was paged. */
export function afterPaging(
  said: Said | null,
  { page, rung }: Extract<SafetyStep, { readonly kind: 'page' }>,
  { standing, reached }: Paged,
  at: number,
): Said {
  return {
    rung,
    turnBeganAt: page === 'turn' ? at : (said?.turnBeganAt ?? at),
    lastAt: at,
    lastNewsAt: page === 'news' ? at : (said?.lastNewsAt ?? null),
    reminded: page === 'reminder' || (page === 'news' && (said?.reminded ?? false)),
    timesRaised: standing.timesRaised,
    reached,
  };
}

/** What was recorded, counted from 1 in the order of commit. */
interface Numbered {
  readonly seq: number;
}

export interface InOrder<Act extends Numbered> {
  /** Takes an act whenever it comes, at least once: applies it, and those that waited for it, each in its turn. */
  readonly take: (act: Act) => void;
  /** Acts that came before one they follow. */
  readonly early: () => readonly Act[];
}

/**
 * Signals come in any order, and what they tell of counts in the order of its commit (docs/adr/0004).
 * @param seen the last act that was applied; `apply` moves it on by one
 * @param carried acts that came too early in the run before
 */
export function inOrder<Act extends Numbered>(
  seen: () => number,
  apply: (act: Act) => void,
  carried: readonly Act[],
): InOrder<Act> {
  const early = new Map(carried.map((act) => [act.seq, act]));
  return {
    take: (act) => {
      if (act.seq > seen()) early.set(act.seq, act);
      for (let next = early.get(seen() + 1); next; next = early.get(seen() + 1)) {
        early.delete(next.seq);
        apply(next);
      }
    },
    early: () => [...early.values()],
  };
}

/** Counts of people as they may be told: nobody is found in a small one, nor by subtracting from a total. */

export interface Cell {
  readonly value: string;
  readonly count: number;
}

export interface Distribution {
  /** `count` null: too few to be told, or told it would give away another one. */
  readonly cells: readonly { readonly value: string; readonly count: number | null }[];
  /** null: too few. */
  readonly total: number | null;
}

/** The domain's threshold: fewer than ten are not told. domain.md §5 */
const fewestTold = 10;

/**
 * Leaves out every cell below ten; and since the total is told, or another table tells it, leaves out the next smallest
 * ones too, until what is left out is at least two cells and ten people together. Pure.
 */
export function withoutSmallCells(cells: readonly Cell[]): Distribution {
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  const bySize = [...cells].sort((one, other) => one.count - other.count);
  const hidden: Cell[] = [];
  for (const cell of bySize) {
    if (cell.count >= fewestTold && (hidden.length === 0 || isSafe(hidden))) break;
    hidden.push(cell);
  }
  return {
    cells: cells.map((cell) => ({ value: cell.value, count: hidden.includes(cell) ? null : cell.count })),
    total: hidden.length === 0 || isSafe(hidden) ? total : null,
  };
}

const isSafe = (hidden: readonly Cell[]): boolean =>
  hidden.length > 1 && hidden.reduce((sum, { count }) => sum + count, 0) >= fewestTold;

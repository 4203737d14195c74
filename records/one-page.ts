/** Some of a long list, for people to read. */
export interface OnePage<T> {
  readonly items: readonly T[];
  /** How many there are, on all pages. */
  readonly count: number;
  readonly page: number;
  readonly pages: number;
}

const atMost = 50;

/** @param wanted from 1; beyond the last page, the last one */
export function onePageOf<T>(all: readonly T[], wanted: number): OnePage<T> {
  const pages = Math.max(1, Math.ceil(all.length / atMost));
  const page = Math.min(Math.max(1, Math.trunc(wanted) || 1), pages);
  return { items: all.slice((page - 1) * atMost, page * atMost), count: all.length, page, pages };
}

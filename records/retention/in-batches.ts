/** What is looked for over many clients is looked for some at a time, in the order of ids. */

/** How many are looked for in one go. */
export const atOnce = 200;

/** Before every id. */
export const firstOfAll = '00000000-0000-0000-0000-000000000000';

/** The ids of some, and after which the next ones come; null: these were the last. */
export interface Some {
  readonly ids: readonly string[];
  readonly next: string | null;
}

/** @param rows at most `atOnce`, in the order of their ids */
export const some = (rows: readonly { readonly id: string }[]): Some => {
  const ids = rows.map(({ id }) => id);
  return { ids, next: ids.length < atOnce ? null : (ids.at(-1) ?? null) };
};

/** What can be chosen in a form, as the macros for radios, checkboxes and selects take it. */
export interface Choice {
  readonly value: string;
  readonly text: string;
  /** For radios and checkboxes. */
  readonly checked: boolean;
  /** For a select. */
  readonly selected: boolean;
}

/**
 * @param words what each is called
 * @param chosen the one that was chosen, or those
 * @param values which of them can be, in this order; all, unless it says so
 */
export const choices = (
  words: Readonly<Record<string, string>>,
  chosen: string | readonly string[] | null = [],
  values: readonly string[] = Object.keys(words),
): readonly Choice[] =>
  values.map((value) => {
    const isChosen = typeof chosen === 'string' ? chosen === value : (chosen?.includes(value) ?? false);
    return { value, text: words[value] ?? value, checked: isChosen, selected: isChosen };
  });

import type { Instrument } from '../words';

/** A questionnaire as data. Its words are those of the published form: a changed one is another version. domain.md §2.3 */
export interface Definition {
  readonly instrument: Instrument;
  readonly version: '1';
  /** What is asked of every item. */
  readonly question: string;
  /** Item n stands at n − 1. */
  readonly items: readonly string[];
  /** Each answer's words; where it stands is what it counts. */
  readonly options: readonly string[];
  /** Numbers of the items that are scored the other way round. */
  readonly reversed: readonly number[];
  /** Numbers of the items whose every answer but the first is a safety answer. */
  readonly safetyItems: readonly number[];
  /** How many answers may be missing; never a safety item's. The total is then the mean of the others times all. */
  readonly mayMiss: 0 | 1;
  /** From which total on, lowest first. */
  readonly bands: readonly { readonly from: number; readonly band: string }[];
  /** The clinical cut-off: from this total on. */
  readonly caseFrom: number;
  /** In years; null: whoever may sign up. */
  readonly fromAge: number | null;
  /** Shown with every item. */
  readonly copyright: string;
}

/**
 * One urgent care case as Heed plays it, without its records: what is sent at each step, and whom the story then waits
 * for. Every arm plays this very story. Pure, since workflows import it.
 */

export type MessageKind =
  | 'inform-client'
  | 'ask-for-decision'
  | 'disclose'
  | 'tell-client-what-was-shared'
  | 'ask-for-outcome';

/** What a person does, told to the arm by POST. */
export type PersonsPart = 'client-answered' | 'decided' | 'acknowledged' | 'outcome-recorded';

export interface StoryStep {
  /** One activity, or its like: all of the step's messages at once. */
  readonly send: MessageKind;
  /** Whom the story waits for then, and for how long at most: one timer. If nobody answers it sends again. */
  readonly wait: { readonly for: PersonsPart; readonly atMostMs: number } | null;
}

const minute = 60_000;

/** The windows of Heed's default policy. No timer fires in a benchmark: each is set, and cancelled by the answer. */
export const story: readonly StoryStep[] = [
  { send: 'inform-client', wait: { for: 'client-answered', atMostMs: 60 * minute } },
  { send: 'ask-for-decision', wait: { for: 'decided', atMostMs: 5 * minute } },
  { send: 'disclose', wait: { for: 'acknowledged', atMostMs: 5 * minute } },
  { send: 'tell-client-what-was-shared', wait: null },
  { send: 'ask-for-outcome', wait: { for: 'outcome-recorded', atMostMs: 5 * minute } },
];

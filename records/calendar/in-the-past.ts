import { invalidField } from '../errors';
import type { Work } from '../work';

/** Two clocks are never quite the same. */
const clocksDifferByMs = 5 * 60_000;

/**
 * What is said to have happened has happened.
 * @param said.path the field that says when, named to whoever sent it
 * @throws InvalidInput for an instant that lies ahead by more than two clocks differ
 */
export function requireInThePast(work: Work, at: Date, said: { readonly path: string; readonly detail: string }): void {
  if (at.getTime() <= work.at.getTime() + clocksDifferByMs) return;
  throw invalidField(said.path, 'lies in the future', { detail: `${said.path}: ${said.detail}` });
}

/** What a clock that goes ahead of ours has dated is no later than now. */
export const earlierOf = (one: Date, other: Date): Date => (one < other ? one : other);

import type { DisclosureFacts, MandateRules } from '../../workflows/urgent-care/mandate-facts';
import { mandateFor, stillBornOut } from '../../workflows/urgent-care/mandates';
import type { OutcomeKind } from '../../workflows/urgent-care/words';

/**
 * The last question before a message about a client is written: the mandate check, asked in the very transaction that
 * records the dispatch, with the client's row locked. Pure. domain.md §3.6
 */

/** A mandate that nobody has ended, and what is on record beside it at this moment. */
/** On what a disclosure may rest. */
export const mandateKinds = ['consent', 'override', 'law'] as const;
export type MandateKind = (typeof mandateKinds)[number];

export interface MandateNow {
  readonly kind: MandateKind;
  /** The row that it was given on. */
  readonly row: number;
  /** What the client says now of this recipient at the mandate's tier, with what a person had judged of it then. */
  readonly facts: DisclosureFacts;
  /** As the DPO has settled them by now. */
  readonly rules: MandateRules;
  readonly neverContact: readonly string[];
}

/**
 * By consent while some row lets it go without a second person; by override, or by law, while its own row is open on
 * what was judged then and is said now. To nobody on the never-contact list.
 */
export function isInForce({ kind, row, facts, rules, neverContact }: MandateNow): boolean {
  if (neverContact.includes(facts.recipient)) return false;
  return kind === 'consent' ? mandateFor(facts, rules) !== null : stillBornOut(row, facts, rules);
}

export interface DisclosureNow extends MandateNow {
  /** What a person said came of the case. */
  readonly outcome: OutcomeKind | null;
  /** After a death nothing is sent about a client. domain.md §3.10 */
  readonly clientIsHeld: boolean;
}

/** Nothing more is told once a person has said what came of it, or about a client who has died. */
export const mayBeDisclosed = (now: DisclosureNow): boolean =>
  now.outcome === null && !now.clientIsHeld && isInForce(now);

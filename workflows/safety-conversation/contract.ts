import { defineSignal } from '@temporalio/workflow';
import type { PageKind } from './rules';

/** After a safety answer a person talks with the client. Ids, enums, instants and counts only. domain.md §2.4 */

export const safetyConversationQueue = 'urgent';
export const safetyConversationWorkflow = 'safetyConversation';
export const safetyConversationWorkflowId = (concernId: string): string => `safety-conversation/${concernId}`;

export interface SafetyConversationInput {
  readonly concernId: string;
  readonly organisationId: string;
  /** As the policy had them when the concern was raised. */
  readonly windows: PagingWindows;
  readonly standing: SafetyStanding;
  /** For one whose process was lost: step numbers go on, so that none is used twice. */
  readonly stepsTaken?: number;
}

export interface PagingWindows {
  readonly remindAfterMs: number;
  readonly nextPersonAfterMs: number;
  /** How often the one who has taken it is reminded. */
  readonly pageEveryMs: number;
}

/** How a concern stands on record. Of two, the one with more changes is the newer. */
export interface SafetyStanding {
  readonly changes: number;
  readonly timesRaised: number;
  /** When somebody said that they have it; milliseconds since 1970. */
  readonly takenAt: number | null;
  readonly judged: boolean;
}

/** At least once, in any order. */
export const safetyStandingChanged = defineSignal<[SafetyStanding]>('safetyStandingChanged');

export interface SafetyPageOrder {
  readonly concernId: string;
  readonly organisationId: string;
  /** Counts this conversation's pages: with its id it is the key by which a repeated one goes out once. */
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly page: PageKind;
  /** Whose turn it is on the ladder of those on duty, counted on and on. */
  readonly rung: number;
}

export interface Paged {
  readonly standing: SafetyStanding;
  /** A message is on its way to them, as far as anybody knows. */
  readonly reached: boolean;
}

export interface SafetyConversationActivities {
  /** Whoever has taken it is paged, or others beside them, else whose turn it is; nobody once it is judged. */
  pageAboutSafety(order: SafetyPageOrder): Promise<Paged>;
}

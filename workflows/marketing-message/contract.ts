import { defineSignal } from '@temporalio/workflow';

/** What others may say to a message to many, and what it asks of the world. Ids, enums, instants and counts only. */

/** Slots of its own: no mailing delays a crisis. */
export const marketingMessageQueue = 'bulk';
export const marketingMessageWorkflow = 'marketingMessage';
export const marketingMessageWorkflowId = (messageId: string): string => `marketing/${messageId}`;

export interface MarketingMessageInput {
  readonly messageId: string;
  readonly organisationId: string;
  /** For one that continues, or whose process was lost: the last client whom it reached. */
  readonly after?: string;
}

/** Paused, resumed or cancelled: where it stands is on record. At least once. */
export const standingChanged = defineSignal<[]>('standingChanged');

export interface MarketingBatchOrder {
  readonly messageId: string;
  readonly organisationId: string;
  /** The client after whom the batch begins; absent: the first. */
  readonly after?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export type MarketingBatchResult =
  /** `last`: the last client of the batch, whom the next one begins after. */
  | { readonly kind: 'went-on'; readonly last: string }
  | { readonly kind: 'paused' }
  /** Everybody was written to, or it was cancelled. */
  | { readonly kind: 'ended' };

/** What the story asks of the world. */
export interface MarketingMessageActivities {
  sendMarketingBatch(order: MarketingBatchOrder): Promise<MarketingBatchResult>;
}

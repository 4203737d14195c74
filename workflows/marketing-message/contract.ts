import { defineSignal } from '@temporalio/workflow';

/** What others may say to a message to many, and what it asks of the world. Ids, enums and instants only. */

/** Slots of its own: no mailing delays a crisis. */
export const marketingMessageQueue = 'bulk';
export const marketingMessageWorkflow = 'marketingMessage';
export const marketingMessageWorkflowId = (messageId: string): string => `marketing/${messageId}`;

/** Where a message to many stands: a person may pause one that is under way, let it go on, or cancel it. */
export const messageStandings = ['sending', 'paused', 'cancelled', 'sent'] as const;
export type MessageStanding = (typeof messageStandings)[number];

/** Whom it has come to is on record, so that whichever run goes on goes on from there. */
export interface MarketingMessageInput {
  readonly messageId: string;
  readonly organisationId: string;
}

/** Paused, resumed or cancelled: where it stands is on record. At least once. */
export const standingChanged = defineSignal<[]>('standingChanged');

interface MarketingBatchOrder extends MarketingMessageInput {
  /** Milliseconds since 1970. */
  readonly at: number;
}

type MarketingBatchResult =
  | { readonly kind: 'went-on' }
  | { readonly kind: 'paused' }
  /** It has come to everybody, or it was cancelled. */
  | { readonly kind: 'ended' };

/** What the story asks of the world. */
export interface MarketingMessageActivities {
  sendMarketingBatch(order: MarketingBatchOrder): Promise<MarketingBatchResult>;
}

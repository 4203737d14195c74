import { defineSignal } from '@temporalio/workflow';

/** What others may say to an opt-out from marketing, and what it asks of the world. Ids, enums and instants only. */

export const marketingOptOutQueue = 'standard';
export const marketingOptOutWorkflow = 'marketingOptOut';
export const marketingOptOutWorkflowId = (optOutId: string): string => `opt-out/${optOutId}`;

export interface MarketingOptOutInput {
  readonly optOutId: string;
  readonly organisationId: string;
  /** Milliseconds since 1970: from here its seven days run. */
  readonly receivedAt: number;
  /** The lists that have to confirm. */
  readonly listIds: readonly string[];
}

/** A list confirmed in another way than by being read back. At least once. */
export const listConfirmed = defineSignal<[{ readonly listId: string }]>('listConfirmed');

/** It turned out to have been received earlier: the seven days run from there. At least once. */
export const receivedEarlier = defineSignal<[{ readonly receivedAt: number }]>('receivedEarlier');

export interface MarketingOptOutOrder {
  readonly optOutId: string;
  readonly organisationId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface TellListOrder extends MarketingOptOutOrder {
  readonly listId: string;
}

/** Day five: admin hears that a list has not confirmed. Day six: the DPO does. Day seven: it is a breach. domain.md §4 */
export type OptOutAlarm = 'day-five' | 'day-six' | 'day-seven';

interface OptOutAlarmOrder extends MarketingOptOutOrder {
  readonly alarm: OptOutAlarm;
}

/** What the story asks of the world. */
export interface MarketingOptOutActivities {
  /** Tells one list, and reads back whether it has taken it. */
  tellList(order: TellListOrder): Promise<{ readonly confirmed: boolean }>;
  /** Puts on record, and tells whom it concerns, that a list has not confirmed; nobody, if all have, and in time. */
  raiseOptOutAlarm(order: OptOutAlarmOrder): Promise<void>;
  /** Every list has confirmed: it is on record, and the addresses are forgotten. */
  completeOptOut(order: MarketingOptOutOrder): Promise<void>;
}

import { type RetentionCategory, retentionCategories } from '../retention/words';

/** What an erasure asks of the world. Its own history is its id and its counts: it expires with the namespace's. */

/** Many deadlines fall on one day: nobody in need waits behind them. */
export const erasureQueue = 'bulk';
export const erasureWorkflow = 'erasure';
export const erasureWorkflowId = (erasureId: string): string => `erasure/${erasureId}`;

/** Why data leaves: its time is over, its subject asked for it, or the organisation says so. */
export const erasureBases = ['retention', 'rights-request', 'controller-instruction'] as const;
export type ErasureBasis = (typeof erasureBases)[number];

/** Opaque: nothing leads from here to whom it erases. */
export interface ErasureInput {
  readonly erasureId: string;
  readonly organisationId: string;
}

export interface ErasureOrder extends ErasureInput {
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** In which order the categories go: the account is what everything else hangs on. */
export const accountLast: readonly RetentionCategory[] = [
  ...retentionCategories.filter((category) => category !== 'account'),
  'account',
];

interface CategoryOrder extends ErasureOrder {
  readonly category: RetentionCategory;
}

/** What the story asks of the world. Each may be asked again after it was done, and then finds nothing to do. */
export interface ErasureActivities {
  /** Erases one category, as far as it is asked for and nothing holds it. */
  eraseCategory(order: CategoryOrder): Promise<void>;
  /** Deletes the histories of the processes that were about it, and fails as long as one is there. */
  deleteHistories(order: ErasureOrder): Promise<void>;
  /** Enters it in the ledger and destroys the keys of what is wholly gone. */
  destroyKeys(order: ErasureOrder): Promise<void>;
  /** Reads back. `goes-on`: more was ordered or has come since. */
  verifyAndGiveReceipt(order: ErasureOrder): Promise<'goes-on' | 'over'>;
}

/** What an erasure asks of the world. Its own history is its id and its counts: it expires with the namespace's. */

export const erasureQueue = 'standard';
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

/** What a retention asks of the world. It is told nothing: a change of its deadline is a new version of it. */

export const retentionQueue = 'standard';
export const retentionWorkflow = 'retention';
export const retentionWorkflowId = (enrolmentId: string, version: number): string =>
  `retention/${enrolmentId}/${version}`;

/** Ids and counts only. Started long before, it begins (by `startDelay`) when the client has to be told. */
export interface RetentionInput {
  readonly enrolmentId: string;
  readonly version: number;
  readonly organisationId: string;
}

export interface RetentionOrder extends RetentionInput {
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Where it stands by the record, which is read again at every waking. */
export type RetentionStanding =
  /** `until`: milliseconds since 1970; before it nothing is to be done. */
  | { readonly kind: 'wait'; readonly until: number }
  /** Another version took its place, the client came back, or it is carried out. */
  | { readonly kind: 'over' };

/** What the story asks of the world. */
export interface RetentionActivities {
  /** Thirty days before: tells the client, with a copy offered. Answers with when the data goes. */
  tellOfRetention(order: RetentionOrder): Promise<RetentionStanding>;
  /** At the deadline: has the erasure begin. Never early: before its time it answers how long to wait. */
  carryOutRetention(order: RetentionOrder): Promise<RetentionStanding>;
}

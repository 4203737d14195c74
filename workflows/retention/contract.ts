/** What a retention's process is told and asks of the world. Nobody signals it: a deadline that moves is a new version. */

/** Of lots of people at once: nobody in need waits behind them. */
export const retentionQueue = 'bulk';
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

/** Another version took its place, the client came back, or it is carried out. */
export interface Over {
  readonly kind: 'over';
}

/** By the record its time has not come: it is asked again then. Milliseconds since 1970. */
export interface TooEarly {
  readonly kind: 'too-early';
  readonly until: number;
}

/** The client was told. `goesAt`: milliseconds since 1970. */
export interface Told {
  readonly kind: 'told';
  readonly goesAt: number;
}

/** What the story asks of the world. Each reads the record again: what the process remembers counts for nothing. */
export interface RetentionActivities {
  /** Thirty days before: tells the client when their data goes, and offers them a copy. */
  tellOfRetention(order: RetentionOrder): Promise<Told | TooEarly | Over>;
  /** At the deadline: has the erasure begin. */
  carryOutRetention(order: RetentionOrder): Promise<TooEarly | Over>;
}

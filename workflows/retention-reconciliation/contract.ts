/** What the daily reconciliation of an organisation's retentions asks of the world. Ids, instants and counts only. */

export const reconciliationQueue = 'bulk';
export const reconciliationWorkflow = 'retentionReconciliation';
export const reconciliationScheduleId = (organisationId: string): string =>
  `retention-reconciliation/${organisationId}`;
/** Temporal adds the time at which the Schedule started it. @param because what else had it begin */
export const reconciliationWorkflowId = (organisationId: string, because?: string): string =>
  [`retention-reconciliation/${organisationId}`, ...(because === undefined ? [] : [because])].join('/');

export interface ReconciliationInput {
  readonly organisationId: string;
}

interface ReconciliationOrder extends ReconciliationInput {
  /** When it began, milliseconds since 1970. */
  readonly at: number;
}

/** Some at a time: nobody in need waits behind thousands. @param after the last one that was seen; null: from the first */
export interface BatchOrder extends ReconciliationOrder {
  readonly after: string | null;
}

export interface Batch {
  readonly repaired: number;
  /** Where the next batch goes on; null: this was the last one. */
  readonly next: string | null;
}

export interface Repaired {
  /** Ends without the deadline that follows from them, and deadlines that had moved. */
  readonly deadlines: number;
  /** Deadlines without the process that carries them out. */
  readonly processes: number;
  /** Processes of deadlines that do not stand. */
  readonly orphans: number;
}

/** Whose time was over without an enrolment from whose end it is counted. */
export interface Forgotten {
  /** Interests that ended after twelve months without contact. */
  readonly interests: number;
  /** Clients who signed up and never enrolled, who were told that their data go. */
  readonly told: number;
  /** Clients who signed up and never enrolled, of whose data something was ordered to go. */
  readonly neverEnrolled: number;
  /** Messages of nobody's client. */
  readonly messages: number;
}

export interface ReconciliationFindings extends Repaired, Forgotten {}

export interface ReportOrder extends ReconciliationOrder {
  readonly repaired: Repaired;
  /** Absent: of a reconciliation that began before it was told. */
  readonly forgotten?: Forgotten;
}

/** What the story asks of the world. */
export interface ReconciliationActivities {
  reviseDeadlines(order: BatchOrder): Promise<Batch>;
  beginLostRetentions(order: BatchOrder): Promise<Batch>;
  endOrphanedRetentions(order: ReconciliationOrder): Promise<{ readonly repaired: number }>;
  endInterests(order: BatchOrder): Promise<Batch>;
  /** As the process of a retention tells: thirty days before, with the copy offered. */
  tellWhoNeverEnrolled(order: BatchOrder): Promise<Batch>;
  eraseWhoNeverEnrolled(order: BatchOrder): Promise<Batch>;
  forgetMessages(order: BatchOrder): Promise<Batch>;
  /** Puts the counts on record, and tells the data protection officer if anything was put right. */
  reportRepairs(order: ReportOrder): Promise<void>;
}

/** What others may say to the daily preflight of an organisation, and what it asks of the world. Ids and counts only. */

export const preflightQueue = 'standard';
export const preflightWorkflow = 'preflight';
export const preflightScheduleId = (organisationId: string): string => `preflight/${organisationId}`;
/** Temporal adds the time at which the Schedule started it. */
export const preflightWorkflowId = (organisationId: string): string => `preflight/${organisationId}`;

export interface PreflightInput {
  readonly organisationId: string;
}

export interface PreflightOrder extends PreflightInput {
  /** When this preflight began, milliseconds since 1970. */
  readonly at: number;
}

export interface PreflightFindings {
  /** Stretches of the next seven days in which a tier of the rota has nobody. */
  readonly gaps: number;
  /** Clients whose plan could not be carried out today. */
  readonly unreachable: number;
  /** People named in plans who were not told in time how their data are held. */
  readonly untold: number;
}

/** What the story asks of the world. Each tells whom it concerns, once a day. */
export interface PreflightActivities {
  alarmAboutGaps(order: PreflightOrder): Promise<{ readonly found: number }>;
  tellOfUnreachable(order: PreflightOrder): Promise<{ readonly found: number }>;
  tellOfOverdueNotices(order: PreflightOrder): Promise<{ readonly found: number }>;
}

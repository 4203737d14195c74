/** The processes of retentions, as their server knows them. */
export interface RetentionProcesses {
  /** The workflow ids of those that run or wait for their time, of one organisation. */
  running(organisationId: string): AsyncIterable<string>;
  isRunning(workflowId: string): Promise<boolean>;
  /** One that has ended already is fine. */
  end(workflowId: string, because: string): Promise<void>;
}

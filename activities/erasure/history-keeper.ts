/** Where the histories of processes are kept. */
export interface HistoryKeeper {
  /** Every run that is found under this workflow id; the list of them may lag behind. */
  runsOf(workflowId: string): Promise<readonly string[]>;
  /** Ends the run if it is still running, and has its history deleted; that takes its time. One that is gone is fine. */
  delete(workflowId: string, runId: string): Promise<void>;
  /** @param runId empty: whichever run of this workflow id */
  isGone(workflowId: string, runId: string): Promise<boolean>;
}

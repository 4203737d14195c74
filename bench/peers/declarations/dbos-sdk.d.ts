/**
 * What the DBOS process uses of @dbos-inc/dbos-sdk. The package is installed only when the benchmark runs, so Heed's own
 * check goes by this; `npm run check:types --prefix bench/peers` checks the process against the package's own types.
 */
declare module '@dbos-inc/dbos-sdk' {
  interface StepConfig {
    readonly name: string;
    readonly retriesAllowed: boolean;
    readonly intervalSeconds: number;
    readonly backoffRate: number;
    readonly maxAttempts: number;
  }

  export const DBOS: {
    setConfig(config: {
      readonly name: string;
      readonly systemDatabaseUrl: string;
      readonly systemDatabasePoolSize: number;
      readonly logLevel: string;
    }): void;
    /** Connects, makes its tables, and takes up what this executor left unfinished. */
    launch(): Promise<void>;
    shutdown(): Promise<void>;
    registerWorkflow<Args extends unknown[], Result>(
      workflow: (...args: Args) => Promise<Result>,
      config: { readonly name: string },
    ): (...args: Args) => Promise<Result>;
    /** Resolves when the workflow is on record, and so will run to its end. */
    startWorkflow<Args extends unknown[], Result>(
      workflow: (...args: Args) => Promise<Result>,
      params: { readonly workflowID: string },
    ): (...args: Args) => Promise<unknown>;
    runStep<Result>(step: () => Promise<Result>, config: StepConfig): Promise<Result>;
    /** Null when nothing came in time. */
    recv<Message>(topic: string, timeoutSeconds: number): Promise<Message | null>;
    send<Message>(workflowId: string, message: Message, topic: string): Promise<void>;
  };
}

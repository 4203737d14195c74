/**
 * What the pg-boss process uses of pg-boss. The package is installed only when the benchmark runs, so Heed's own check
 * goes by this; `npm run check:types --prefix bench/peers` checks the process against the package's own types.
 */
declare module 'pg-boss' {
  namespace PgBoss {
    interface Db {
      executeSql(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
    }
    interface Job<Data> {
      readonly id: string;
      readonly data: Data;
    }
    interface Queue {
      readonly name: string;
      readonly retryLimit: number;
      /** Seconds; the first of a growing series with `retryBackoff`. */
      readonly retryDelay: number;
      readonly retryBackoff: boolean;
      /** How long a job may take before it counts as lost. */
      readonly expireInSeconds: number;
    }
    interface SendOptions {
      /** The transaction in which the job is made. */
      readonly db: Db;
      /** Seconds from now. */
      readonly startAfter?: number;
    }
  }

  class PgBoss {
    constructor(options: {
      readonly db: PgBoss.Db;
      readonly schedule: boolean;
      readonly maintenanceIntervalSeconds: number;
    });
    on(event: 'error', handler: (error: Error) => void): this;
    start(): Promise<PgBoss>;
    stop(options: { readonly graceful: boolean; readonly wait: boolean }): Promise<void>;
    createQueue(name: string, options: PgBoss.Queue): Promise<void>;
    send(name: string, data: object, options: PgBoss.SendOptions): Promise<string | null>;
    /** Resolves to the new worker's id. */
    work<Data>(
      name: string,
      options: { readonly pollingIntervalSeconds: number },
      handler: (jobs: PgBoss.Job<Data>[]) => Promise<void>,
    ): Promise<string>;
    /** The worker looks for a job at once, or right after the one it has. */
    notifyWorker(workerId: string): void;
  }

  export = PgBoss;
}

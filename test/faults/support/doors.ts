import type { HeedWithoutWorker } from '../../support/heed';
import { createTransactionDoor } from './transaction-door';
import { createVendorDoor } from './vendor-door';
import type { Moment, Watch } from './watch';
import type { Ways } from './worker-process';

export interface Doors {
  readonly ways: Ways;
  /** Fails with what went wrong at a door. */
  check(): void;
  close(): Promise<void>;
}

/** The doors through which a worker in this namespace goes to the database and the vendors of this Heed. */
export async function createDoors(heed: HeedWithoutWorker, namespace: string, watch: Watch<Moment>): Promise<Doors> {
  const failures: unknown[] = [];
  const watchAndRemember: Watch<Moment> = (moment) =>
    watch(moment).catch((error: unknown) => {
      failures.push(error);
      throw error;
    });
  const [transactions, vendors] = await Promise.all([
    createTransactionDoor(heed.database.databaseUrl, watchAndRemember),
    createVendorDoor(heed.sandbox.url, watchAndRemember),
  ]);
  return {
    ways: { namespace, databaseUrl: transactions.databaseUrl, vendorsUrl: vendors.url },
    check: () => {
      if (failures.length > 0) throw failures[0];
    },
    close: async () => {
      await Promise.all([transactions.close(), vendors.close()]);
    },
  };
}

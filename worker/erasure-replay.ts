import { Client, Connection } from '@temporalio/client';
import { replayLedger } from '../activities/erasure/replay';
import { createTemporalHistories } from '../activities/erasure/temporal-histories';
import { createRecords } from '../records/records';
import { systemClock } from '../runtime/clock';
import { readReplayConfig } from '../runtime/config';
import { connectionOptions } from '../runtime/temporal/connection';

/** `npm run erasure:replay`: erases again, after a restore, whoever the ledger beside the keys says was erased. */
async function main(): Promise<void> {
  const config = readReplayConfig();
  const connection = await Connection.connect(connectionOptions(config));
  const records = createRecords(config, 2);
  try {
    const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
    const { erased, destroyed, keys } = await replayLedger({
      records,
      clock: systemClock,
      histories: createTemporalHistories(client),
    });
    process.stdout.write(
      `${erased} erasures carried out again, the keys of ${destroyed} destroyed again, and ${keys} keys of no erasure.\n`,
    );
  } finally {
    await records.close();
    await connection.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

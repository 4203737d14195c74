import { Client, Connection } from '@temporalio/client';
import { createRecords, type Records } from '../records/records';
import { type RotatedIndexes, rotateIndexKeys } from '../records/rotation/index-keys';
import { systemClock } from '../runtime/clock';
import { type KeyRing, readReplayConfig } from '../runtime/config';
import { connectionOptions } from '../runtime/temporal/connection';

/**
 * `npm run keys:rotate`: puts what stands under the older keys of both rings under their first ones, while Heed serves,
 * and says which of the older ones are needed no more. It may be ended at any time, and run again. docs/operations.md
 */
async function main(): Promise<void> {
  const config = readReplayConfig();
  const connection = await Connection.connect(connectionOptions(config));
  const records = createRecords(config, 2);
  try {
    await requireEveryWrappingKey(records, config.ENCRYPTION_KEYS);
    const rewrapped = await records.keys.rewrapping.rewrapAll();
    say(`ENCRYPTION_KEYS: ${rewrapped} keys were put under ${config.ENCRYPTION_KEYS[0]?.id}.`);
    const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
    sayWhatWraps(
      config.ENCRYPTION_KEYS,
      await records.keys.rewrapping.wrappedBy(),
      await oldProcesses(records, client),
    );

    const indexes = await rotateIndexKeys(records, config.INDEX_KEYS, systemClock);
    say(`INDEX_KEYS: ${counted(indexes.rewritten)} were put under ${config.INDEX_KEYS[0]?.id}.`);
    sayWhatIsFound(config.INDEX_KEYS, indexes.left);
  } finally {
    await records.close();
    await connection.close();
  }
}

/** Half a ring would leave the other half behind, and fail in the middle. */
async function requireEveryWrappingKey(records: Records, ring: KeyRing): Promise<void> {
  const missing = [...(await records.keys.rewrapping.wrappedBy()).keys()].filter(
    (id) => !ring.some((key) => key.id === id),
  );
  if (missing.length === 0) return;
  throw new Error(`ENCRYPTION_KEYS lacks ${missing.join(', ')}, under which keys still are. Nothing was rotated.`);
}

/** As long as the processes of an older release may go on beside those of a newer one. */
const upgradeMs = 24 * 60 * 60_000;

/** Processes that began before payloads had keys of their own: their histories are sealed by the ring itself. */
async function oldProcesses(records: Records, client: Client): Promise<number> {
  const since = await records.keys.rewrapping.payloadsSince();
  const query = since === null ? '' : `StartTime < "${new Date(since.getTime() + upgradeMs).toISOString()}"`;
  return (await client.workflow.count(query)).count;
}

function sayWhatWraps([, ...older]: KeyRing, wrappedBy: ReadonlyMap<string, number>, processes: number): void {
  for (const { id } of older) {
    const keys = wrappedBy.get(id) ?? 0;
    if (keys > 0)
      say(
        `ENCRYPTION_KEYS: ${id} wraps ${keys} keys that came meanwhile. Restart whoever has it first in the ring, and run this again.`,
      );
    else if (processes > 0)
      say(
        `ENCRYPTION_KEYS: ${id} is kept for ${processes} processes that may be sealed by it, until they are gone from Temporal.`,
      );
    else say(`ENCRYPTION_KEYS: ${id} opens nothing any more and can go.`);
  }
}

function sayWhatIsFound([, ...older]: KeyRing, left: RotatedIndexes['left']): void {
  const nameless = left.get(null);
  if (nameless)
    say(
      `INDEX_KEYS: ${counted(nameless)} do not say by which key they are found: keep each that was in use before they did.`,
    );
  for (const { id } of older) {
    const found = left.get(id);
    say(
      found
        ? `INDEX_KEYS: ${id} must stay: by it ${counted(found)} are found, whose address is known no more.`
        : `INDEX_KEYS: ${id} finds nothing any more and can go.`,
    );
  }
}

const counted = (counts: ReadonlyMap<string, number>): string => {
  const some = [...counts].filter(([, count]) => count > 0).map(([table, count]) => `${count} of ${table}`);
  return some.length === 0 ? 'none' : some.join(', ');
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

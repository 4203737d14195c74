import { readRecordsConfig } from '../runtime/config';
import { deadLetters, resend } from './outbox';
import { createRecords } from './records';

/**
 * `npm run outbox`: lists what Temporal refused for good; ends with 1 if there is any. `npm run outbox -- resend <id> …`
 * lets the relay try these anew, once their cause is mended.
 */
async function main([command, ...ids]: readonly string[]): Promise<void> {
  if (command !== undefined && command !== 'resend') throw new Error('Usage: npm run outbox [-- resend <id> …]');
  const records = createRecords(readRecordsConfig(), 2);
  try {
    if (command === 'resend') {
      const count = await resend(records, ids);
      process.stdout.write(`${count} of ${ids.length} will be tried again.\n`);
      process.exitCode = count === ids.length ? 0 : 1;
      return;
    }
    const dead = await deadLetters(records);
    for (const { id, workflowId, kind, attempts, deadSince, lastError } of dead) {
      const tried = `${attempts} times, last ${lastError}`;
      process.stdout.write(`${id}  ${kind} for ${workflowId}, dead since ${deadSince.toISOString()} (${tried})\n`);
    }
    process.stdout.write(`${dead.length} dead letters.\n`);
    process.exitCode = dead.length > 0 ? 1 : 0;
  } finally {
    await records.close();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

import { readRecordsConfig } from '../../runtime/config';
import { createRecords } from '../records';
import { verifyAuditChains } from './chain';

/** `npm run audit:verify`: recomputes every organisation's chain; ends with 1 if one does not hold. */
async function main(): Promise<void> {
  const records = createRecords(readRecordsConfig(), 2);
  const verified = await verifyAuditChains(records, new Date());
  for (const { organisationId, entries, unsealed, brokenAt } of verified) {
    const state = brokenAt === null ? 'holds' : `is BROKEN at position ${brokenAt}`;
    process.stdout.write(`${organisationId}: ${entries} entries, the chain ${state}, ${unsealed} not sealed yet\n`);
  }
  await records.close();
  process.exitCode = verified.some(({ brokenAt }) => brokenAt !== null) ? 1 : 0;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

import { proxyActivities, sleep } from '@temporalio/workflow';
import { accountLast, type ErasureActivities, type ErasureInput, type ErasureOrder } from './contract';

const { eraseCategory, deleteHistories, destroyKeys, verifyAndGiveReceipt } = proxyActivities<ErasureActivities>({
  startToCloseTimeout: '30 seconds',
  // For ever: it was promised, and a person who looks into what keeps failing finds it still being tried.
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/**
 * Everything that is asked for goes: the rows, then the histories of the processes that were about them, then the keys.
 * Only what was read back is told in the receipt. domain.md §5
 */
export async function erasure(input: ErasureInput): Promise<void> {
  const now = (): ErasureOrder => ({ ...input, at: Date.now() });
  for (;;) {
    for (const category of accountLast) await eraseCategory({ ...now(), category });
    await deleteHistories(now());
    await destroyKeys(now());
    if ((await verifyAndGiveReceipt(now())) === 'over') return;
    // What somebody is still writing may take a moment.
    await sleep('10 seconds');
  }
}

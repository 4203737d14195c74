import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { type MarketingMessageActivities, type MarketingMessageInput, standingChanged } from './contract';

// Longer than the lease under which an activity sends (12 s). A vendor may be away for a day: nobody is in a hurry.
const { sendMarketingBatch } = proxyActivities<MarketingMessageActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/** A message to many, batch by batch, until it has come to everybody or somebody cancels it. domain.md §4 */
export async function marketingMessage({ messageId, organisationId }: MarketingMessageInput): Promise<void> {
  let changes = 0;
  setHandler(standingChanged, () => {
    changes += 1;
  });

  for (;;) {
    const seen = changes;
    const { kind } = await sendMarketingBatch({ messageId, organisationId, at: Date.now() });
    if (kind === 'ended') break;
    if (kind === 'paused') await condition(() => changes !== seen);
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      return continueAsNew<typeof marketingMessage>({ messageId, organisationId });
    }
  }

  await condition(allHandlersFinished);
}

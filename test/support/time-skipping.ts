import { TestWorkflowEnvironment, type TimeSkippingTestWorkflowEnvironmentOptions } from '@temporalio/testing';
import { timeSkippingServer } from './infrastructure';

/** A time-skipping server of one's own. The SDK waits five seconds for it, which on a busy machine is not always enough. */
export async function timeSkipping(
  client: TimeSkippingTestWorkflowEnvironmentOptions['client'] = {},
  triesLeft = 3,
): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: timeSkippingServer() } },
      client,
    });
  } catch (error) {
    if (triesLeft === 1) throw error;
    return timeSkipping(client, triesLeft - 1);
  }
}

import { isGrpcDeadlineError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

const answeredWithinMs = 15_000;
const tries = 4;

/**
 * Lets the time of a time-skipping server pass. A sleep that begins in the middle of a task is sometimes never answered by
 * this server: whoever waits no longer asks for what is left.
 */
export async function letTimePass(env: TestWorkflowEnvironment, ms: number): Promise<void> {
  const passedAt = (await env.currentTimeMs()) + ms;
  for (let attempt = 1; ; attempt += 1) {
    const leftMs = passedAt - (await env.currentTimeMs());
    if (leftMs <= 0) return;
    try {
      await env.connection.withDeadline(Date.now() + answeredWithinMs, () => env.sleep(leftMs));
      return;
    } catch (error) {
      if (attempt === tries || !isGrpcDeadlineError(error)) throw error;
    }
  }
}

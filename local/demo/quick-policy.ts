import { answerOf } from '../../client/heed-client';
import type { StackClient } from '../stack-client';

/** How long each wait of a story takes, where nobody answers. ISO 8601. */
export interface Pace {
  readonly clientWindow: string;
  readonly acknowledgeWithin: string;
}

/** Everybody answers in this story: the waits are long enough for a slow machine. */
export const unhurried: Pace = { clientWindow: 'PT2M', acknowledgeWithin: 'PT2M' };

const policyPath = '/v1/urgent-care/policy';

/**
 * Raises a concern under the organisation's policy with waits that can be watched, and puts the policy back: a case keeps
 * the one that it started with.
 */
export async function underQuickPolicy<T>(
  http: StackClient,
  { clientWindow, acknowledgeWithin }: Pace,
  raise: () => Promise<T>,
): Promise<T> {
  const supervisor = http.as('supervisor');
  const { version: _version, ...policy } = answerOf(await supervisor.GET(policyPath));
  const quick = {
    ...policy,
    clientWindow: { immediate: clientWindow, significant: clientWindow, watchful: clientWindow },
    steps: policy.steps.map((step) => ({
      ...step,
      attempts: 1,
      every: 'PT1S',
      acknowledgeWithin,
      actWithin: acknowledgeWithin,
    })),
    aftercare: { ...policy.aftercare, askClientAfter: 'PT1S' },
  };
  answerOf(await supervisor.PUT(policyPath, { body: quick }));
  try {
    return await raise();
  } finally {
    answerOf(await supervisor.PUT(policyPath, { body: policy }));
  }
}

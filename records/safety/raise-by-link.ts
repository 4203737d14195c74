import type { SafetyAnswer } from '../../workflows/sign-up/instruments/safety-answers';
import { withClientLink } from '../client-links';
import { clientWords } from '../people';
import type { Records } from '../records';
import type { Work } from '../work';
import { raiseSafetyConcern } from './raise';

/**
 * Raises safety answers that came by a client's personal link, although the link is too old for anything else or the
 * sign-up is over. Resolves to what Temporal has yet to be told; null if the link is nobody's.
 */
export async function raiseByLink(
  records: Records,
  at: Date,
  token: string,
  answers: readonly SafetyAnswer[],
): Promise<Work['untold'] | null> {
  return withClientLink(records, at, token, async (work, { clientId, signUpId }) => {
    if (signUpId === null) return null;
    const { firstName, lastName } = await clientWords(work, clientId);
    const by = { kind: 'client', id: clientId, name: `${firstName} ${lastName}` } as const;
    await raiseSafetyConcern(work, signUpId, { by, via: 'page', answers });
    return work.untold;
  });
}

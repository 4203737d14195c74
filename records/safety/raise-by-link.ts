import type { SafetyAnswer } from '../../workflows/sign-up/instruments/safety-answers';
import { hashOf, lookUp } from '../directory';
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
  const organisationId = await lookUp(records, 'link', token);
  if (organisationId === null) return null;
  return records.withOrganisation(organisationId, at, async (work) => {
    const link = await work.db.clientLink.findUnique({ where: { tokenHash: hashOf(token) } });
    if (!link?.signUpId) return null;
    const { firstName, lastName } = await clientWords(work, link.clientId);
    const by = { kind: 'client', id: link.clientId, name: `${firstName} ${lastName}` } as const;
    await raiseSafetyConcern(work, link.signUpId, { by, via: 'page', answers });
    return work.untold;
  });
}

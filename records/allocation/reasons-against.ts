import { type Exclusion, exclusionReasons, exclusionsOf } from '../../workflows/sign-up/allocation';
import { notFound } from '../errors';
import type { SignUpRow } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { candidatesFor, needOf } from './candidates';

/**
 * What speaks against this practitioner by now, as the client could be told.
 * @param counts which exclusions matter to whoever asks
 * @throws NotFound for whoever has no profile
 */
export async function reasonsAgainst(
  work: Work,
  signUp: SignUpRow,
  practitionerId: string,
  counts: (exclusion: Exclusion) => boolean,
): Promise<readonly string[]> {
  const candidate = (await candidatesFor(work, signUp)).find((one) => one.practitionerId === practitionerId);
  if (!candidate) throw notFound('practitioner');
  return exclusionsOf(await needOf(work, signUp), candidate)
    .filter(counts)
    .map((exclusion) => exclusionReasons[exclusion]);
}

import { type Caller, hasRole, type Role } from '../caller';
import { isInPathway } from '../clients/pathway';
import { forbidden } from '../errors';
import type { SignUpRow } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { openAllocation } from './allocation-row';

/**
 * A practitioner has to do with those sign-ups in which they are proposed or asked, or whose client is theirs; a duty
 * clinician, with those that are under way; whoever has one of the roles, with all of them.
 * @throws Forbidden
 */
export async function requireRoleOrTheirs(
  work: Work,
  caller: Caller,
  { id, clientId }: SignUpRow,
  ...roles: readonly Role[]
): Promise<void> {
  if (hasRole(caller, ...roles)) return;
  if (hasRole(caller, 'practitioner') && (await openAllocation(work, id))?.practitionerId === caller.credential) return;
  if (await isInPathway(work, caller, clientId)) return;
  throw forbidden(
    `This needs one of the roles: ${roles.join(', ')}; or the practitioner who is asked to take this client on.`,
  );
}

import { audit } from '../audit/record';
import { recordClientEvent } from '../client-events/client-events';
import { conflict } from '../errors';
import { newId } from '../ids';
import { freePlace } from '../practitioners/caseload';
import { recordSignUpAct } from '../sign-up/acts';
import { lockSignUp } from '../sign-up/sign-up-row';
import type { Actor, Work } from '../work';
import { newestAllocation, settle } from './allocation-row';

/**
 * The client does not want this practitioner: a person reviews it, and that one is not proposed to them again. Who has
 * accepted stays until they are reassigned, so that the client is not without anybody. domain.md §2.6
 * @throws Conflict where nobody is proposed
 */
export async function objectToAllocation(
  work: Work,
  by: Actor,
  signUpId: string,
  { reason }: { readonly reason: string },
): Promise<void> {
  const { clientId } = await lockSignUp(work, signUpId);
  const row = await newestAllocation(work, signUpId);
  const said = { what: 'objected', reason } as const;
  switch (row?.standing) {
    case 'proposed':
    case 'confirmed':
      if (row.standing === 'confirmed' && row.practitionerId) await freePlace(work, row.practitionerId);
      await settle(work, row, { standing: 'objected' }, said);
      await recordSignUpAct(work, signUpId, { kind: 'allocation-stalled', allocationId: row.id });
      break;
    case 'accepted':
      await settle(work, row, {}, said);
      await recordClientEvent(work, { clientId, kind: 'client-objects', source: newId(), at: work.at });
      break;
    default:
      throw conflict('nobody-proposed', 'No practitioner is proposed whom one could object to.');
  }
  await audit(work, { actor: by, action: 'allocation.objected', clientId, words: reason });
}

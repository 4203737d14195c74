import { audit } from '../audit/record';
import { conflict } from '../errors';
import { signUpUnderWay } from '../sign-up/sign-up-row';
import type { Actor, Work } from '../work';
import { giveClientTo, lockedPractitioner } from './clients-practitioner';

/**
 * Another practitioner has the client from now on, and hears of it. Open cases stay with their owners until they are handed
 * over.
 * @throws Conflict during a sign-up, and where this practitioner can't take them on
 */
export async function reassign(
  work: Work,
  actor: Actor,
  order: { readonly clientId: string; readonly practitionerId: string; readonly reason: string },
): Promise<void> {
  const { clientId, practitionerId, reason } = order;
  const from = await lockedPractitioner(work, clientId);
  const signUp = await signUpUnderWay(work, clientId);
  if (signUp) {
    throw conflict('sign-up-under-way', `The client's sign-up is ${signUp.status}: decide on its allocation instead.`);
  }
  if (from === practitionerId) throw conflict('theirs-already', 'The client is theirs already.');
  await giveClientTo(work, { clientId, from, to: practitionerId });
  await work.db.enrolment.updateMany({ where: { clientId, endedAt: null }, data: { practitionerId } });
  await audit(work, { actor, action: 'client.reassigned', clientId, words: reason });
}

import { openAllocation } from '../../records/allocation/allocation-row';
import { answerAllocation } from '../../records/allocation/answer';
import { decideAllocation } from '../../records/allocation/decide';
import type { Caller } from '../../records/caller';
import { recordClientEvent } from '../../records/client-events/client-events';
import { newId } from '../../records/ids';
import { recordConflict } from '../../records/practitioners/conflicts';
import { recordSignUpAct } from '../../records/sign-up/acts';
import { type Registration, register } from '../../records/sign-up/register';
import type { Work } from '../../records/work';
import type { WhatHappened } from '../../workflows/sign-up/contract';
import { instruments } from '../../workflows/sign-up/words';

/** Sign-ups that have come as far as their allocation, carried by their records alone. */

/** All that stands between a registration and its allocation. */
export const beforeAllocation: readonly WhatHappened[] = [
  { kind: 'consent-form-signed' },
  ...instruments.map((instrument) => ({ kind: 'assessment-submitted', instrument }) as const),
];

/** Registered, and with everything that is asked for before a practitioner is proposed. */
export async function allocatingSignUp(
  work: Work,
  by: Caller,
  registration: Registration,
): Promise<{ readonly signUpId: string; readonly clientId: string }> {
  const { id: signUpId, clientId } = await register(work, by, registration);
  for (const what of beforeAllocation) await recordSignUpAct(work, signUpId, what);
  return { signUpId, clientId };
}

/** Proposed, confirmed, accepted and enrolled, with all that may be said beside it: each of its tables has a row. */
export async function wholeAllocation(
  work: Work,
  by: { readonly supervisor: Caller; readonly practitioners: readonly Caller[] },
  registration: Registration,
): Promise<{ readonly signUpId: string; readonly clientId: string }> {
  const { supervisor, practitioners } = by;
  const { signUpId, clientId } = await allocatingSignUp(work, supervisor, registration);
  await decideAllocation(work, supervisor, signUpId, { kind: 'confirm', practitionerId: null, reason: '' });
  const asked = await openAllocation(work, signUpId);
  const practitioner = practitioners.find(({ credential }) => credential === asked?.practitionerId)!;
  await answerAllocation(work, practitioner, signUpId, { answer: 'accept', reason: '' });
  await recordClientEvent(work, { clientId, kind: 'booking-cancelled', source: newId(), at: work.at });
  const other = practitioners.find(({ credential }) => credential !== asked?.practitionerId)!;
  await recordConflict(work, supervisor, { practitionerId: other.credential, clientId, reason: 'A neighbour.' });
  return { signUpId, clientId };
}

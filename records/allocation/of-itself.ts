import type { WhatHappened } from '../../workflows/sign-up/contract';
import { type SignUpState, statusOf } from '../../workflows/sign-up/state';
import { freePlace } from '../practitioners/caseload';
import type { SignUpRow } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { openAllocation, settle } from './allocation-row';
import { answerByOf } from './answer-by';
import { proposeAllocation } from './propose';

/**
 * What an act of a sign-up brings about in its allocation, in the act's own transaction.
 * @returns a further act to record; null: none
 */
export async function allocationFollowing(
  work: Work,
  signUp: SignUpRow,
  { before, after, what }: { readonly before: SignUpState; readonly after: SignUpState; readonly what: WhatHappened },
): Promise<WhatHappened | null> {
  const status = statusOf(after);
  if (status === 'allocating' && after.allocation.kind === 'none') return proposeAllocation(work, signUp);
  const waitsAgain = status === 'awaiting-practitioner' && statusOf(before) !== status;
  if (waitsAgain && what.kind !== 'allocation-confirmed') return giveTimeAnew(work, signUp);
  if ((status === 'left' || status === 'expired') && before.ending === null) await withdraw(work, signUp);
  return null;
}

/** A conversation about safety, or a form that was missing, has cost time that was not the practitioner's. */
async function giveTimeAnew(work: Work, { id }: SignUpRow): Promise<WhatHappened | null> {
  const open = await openAllocation(work, id);
  if (open?.standing !== 'confirmed') return null;
  const answerBy = await answerByOf(work);
  await settle(work, open, { answerBy });
  return { kind: 'allocation-confirmed', allocationId: open.id, answerBy: answerBy.getTime() };
}

/** Nobody keeps a place for a client who has gone. */
async function withdraw(work: Work, { id }: SignUpRow): Promise<void> {
  const open = await openAllocation(work, id);
  if (!open) return;
  if (open.standing === 'confirmed' && open.practitionerId) await freePlace(work, open.practitionerId);
  await settle(work, open, { standing: 'withdrawn' });
}

import { exclusionReasons, staysWhoeverDecides } from '../../workflows/sign-up/allocation';
import { audit } from '../audit/record';
import { type Caller, staffActorOf } from '../caller';
import { conflict, type HeedError } from '../errors';
import { requirePlace, takePlace } from '../practitioners/caseload';
import { recordSignUpAct } from '../sign-up/acts';
import { lockSignUp, type SignUpRow } from '../sign-up/sign-up-row';
import type { Actor, Work } from '../work';
import { type AllocationRow, openAllocation, settle } from './allocation-row';
import { answerByOf } from './answer-by';
import { addRound, proposeAllocation, rankingFor } from './propose';
import { reasonsAgainst } from './reasons-against';
import { requireStatus } from './require-status';

export type AllocationDecision =
  /** @param practitionerId if given, the one whom the decider believes to be proposed */
  | { readonly kind: 'confirm' | 'none-suitable'; readonly practitionerId: string | null; readonly reason: string }
  | { readonly kind: 'choose'; readonly practitionerId: string; readonly reason: string };

type Decider = Actor & { readonly id: string };

/**
 * A person decides on a proposal: no practitioner is asked without it. A place is taken for the client at once.
 * @returns null; or why the one who was proposed can't be confirmed any more, another one being proposed by then: that
 * proposal is to commit, so that it is not thrown
 * @throws Conflict where nothing is to be decided, and for a choice that is excluded, naming the exclusion
 */
export async function decideAllocation(
  work: Work,
  caller: Caller,
  signUpId: string,
  decision: AllocationDecision,
): Promise<HeedError | null> {
  const by = await staffActorOf(work, caller);
  const signUp = await lockSignUp(work, signUpId);
  requireStatus(signUp, 'allocating');
  const open = await openAllocation(work, signUpId);
  switch (decision.kind) {
    case 'confirm':
      return confirm(work, by, signUp, requireProposal(open, decision.practitionerId), decision.reason);
    case 'choose':
      if (open?.practitionerId === decision.practitionerId) return confirm(work, by, signUp, open, decision.reason);
      await choose(work, by, signUp, open, decision);
      return null;
    case 'none-suitable':
      await stall(work, by, signUp, requireProposal(open, decision.practitionerId), decision.reason);
      return null;
  }
}

function requireProposal(open: AllocationRow | null, believed: string | null): AllocationRow {
  if (!open) throw conflict('nobody-proposed', 'Nobody is proposed. Choose a practitioner.');
  if (believed === null || believed === open.practitionerId) return open;
  throw conflict('another-is-proposed', 'By now another practitioner is proposed. Read the allocation again.');
}

async function confirm(
  work: Work,
  by: Decider,
  signUp: SignUpRow,
  open: AllocationRow,
  reason: string,
): Promise<HeedError | null> {
  const practitionerId = open.practitionerId ?? '';
  const against = await reasonsAgainst(work, signUp, practitionerId, staysWhoeverDecides);
  // Asked of the database itself: others may be confirmed at the same moment.
  if (against.length > 0 || !(await takePlace(work, practitionerId))) {
    const why = against.length > 0 ? against : [exclusionReasons['caseload-full']];
    await settle(work, open, { standing: 'withdrawn' });
    await recordSignUpAct(work, signUp.id, await proposeAllocation(work, signUp));
    return conflict(
      against.length > 0 ? 'practitioner-excluded' : 'caseload-full',
      'This practitioner can’t be confirmed any more. A new proposal was made: read the allocation again.',
      { reasons: why },
    );
  }
  const answerBy = await answerByOf(work);
  const words = { what: 'confirmed', reason } as const;
  await settle(work, open, { standing: 'confirmed', confirmedBy: by.id, answerBy }, words);
  await askTheirs(work, by, signUp, { allocationId: open.id, answerBy, reason });
  return null;
}

async function choose(
  work: Work,
  by: Decider,
  signUp: SignUpRow,
  open: AllocationRow | null,
  { practitionerId, reason }: { readonly practitionerId: string; readonly reason: string },
): Promise<void> {
  const reasons = await reasonsAgainst(work, signUp, practitionerId, staysWhoeverDecides);
  if (reasons.length > 0) {
    throw conflict('practitioner-excluded', `They can’t be chosen: ${reasons.join(' ')}`, { reasons });
  }
  const ranking = await rankingFor(work, signUp);
  if (open) await settle(work, open, { standing: 'withdrawn' });
  await requirePlace(work, practitionerId);
  const answerBy = await answerByOf(work);
  const chosen = { practitionerId, standing: 'confirmed', confirmedBy: by.id, answerBy } as const;
  const round = await addRound(work, signUp, chosen, ranking);
  await settle(work, round, {}, { what: 'chosen', reason });
  await askTheirs(work, by, signUp, { allocationId: round.id, answerBy, reason });
}

async function askTheirs(
  work: Work,
  by: Decider,
  { id, clientId }: SignUpRow,
  asked: { readonly allocationId: string; readonly answerBy: Date; readonly reason: string },
): Promise<void> {
  const { allocationId, answerBy, reason } = asked;
  await audit(work, { actor: by, action: 'allocation.confirmed', clientId, words: reason });
  await recordSignUpAct(work, id, { kind: 'allocation-confirmed', allocationId, answerBy: answerBy.getTime() });
}

async function stall(
  work: Work,
  by: Decider,
  { id, clientId }: SignUpRow,
  open: AllocationRow,
  reason: string,
): Promise<void> {
  await settle(work, open, { standing: 'withdrawn' }, { what: 'none-suitable', reason });
  await audit(work, { actor: by, action: 'allocation.none-suitable', clientId, words: reason });
  await recordSignUpAct(work, id, { kind: 'allocation-stalled', allocationId: open.id });
}

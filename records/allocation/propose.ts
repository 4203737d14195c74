import { type Ranking, rank } from '../../workflows/sign-up/allocation';
import type { WhatHappened } from '../../workflows/sign-up/contract';
import { audit } from '../audit/record';
import { newId } from '../ids';
import type { SignUpRow } from '../sign-up/sign-up-row';
import { heedItself, type Work } from '../work';
import { type AllocationRow, type AllocationStanding, type AllocationWords, newestAllocation } from './allocation-row';
import { candidatesFor, needOf } from './candidates';

/**
 * Proposes the practitioner who suits best, with the ranking and its reasons. A person confirms it. domain.md §2.6
 * @returns the act to record in this transaction: a proposal, or that nobody suits
 */
export async function proposeAllocation(work: Work, signUp: SignUpRow): Promise<WhatHappened> {
  const ranking = await rankingFor(work, signUp);
  const best = ranking.ranking[0]?.practitionerId ?? null;
  const standing = best === null ? 'no-match' : 'proposed';
  const { id } = await addRound(work, signUp, { practitionerId: best, standing }, ranking);
  await audit(work, { actor: heedItself, action: `allocation.${standing}`, clientId: signUp.clientId });
  return { kind: 'allocation-proposed', allocationId: id, match: best !== null };
}

/** Who suits now, and why. */
export async function rankingFor(work: Work, signUp: SignUpRow): Promise<Ranking> {
  return rank(await needOf(work, signUp), await candidatesFor(work, signUp));
}

type Round = Pick<AllocationRow, 'practitionerId'> & { readonly standing: AllocationStanding };

/** The next round of this sign-up. */
export async function addRound(
  work: Work,
  { id: signUpId, clientId }: SignUpRow,
  { practitionerId, standing, ...confirmed }: Round & { readonly confirmedBy?: string; readonly answerBy?: Date },
  ranking: Ranking,
): Promise<AllocationRow> {
  const words: AllocationWords = { ...ranking, said: [] };
  const created = await work.db.allocation.create({
    data: {
      id: newId(),
      organisationId: work.organisationId,
      signUpId,
      clientId,
      round: ((await newestAllocation(work, signUpId))?.round ?? 0) + 1,
      practitionerId,
      standing,
      proposedAt: work.at,
      ...confirmed,
      sealed: await work.seal(clientId, words),
    },
  });
  return created as AllocationRow;
}

import type { Judged } from '../../workflows/sign-up/allocation';
import type { SignUpStatus } from '../../workflows/sign-up/words';
import { type Caller, hasRole } from '../caller';
import { forbidden } from '../errors';
import { readSignUp } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { type AllocationRow, type AllocationStanding, allocationWords, newestAllocation } from './allocation-row';

export interface AllocationView {
  readonly status: SignUpStatus;
  /** Who is proposed, asked, or has accepted; null: nobody is. */
  readonly proposed: string | null;
  readonly standing: AllocationStanding | null;
  readonly answerBy: string | null;
  readonly ranking: readonly Judged[];
  readonly excluded: readonly Judged[];
}

/**
 * How the newest round came about: every reason and every exclusion. Whoever is asked in it sees their own reasons, not how
 * colleagues were judged.
 */
export async function viewAllocation(work: Work, caller: Caller, signUpId: string): Promise<AllocationView> {
  const { status } = await readSignUp(work, signUpId);
  const row = await newestAllocation(work, signUpId);
  const isForAll = hasRole(caller, 'platform', 'duty-clinician', 'supervisor', 'admin', 'dpo');
  if (!isForAll && row?.practitionerId !== caller.credential) {
    throw forbidden('A practitioner reads the allocation of clients whom they are asked to take on.');
  }
  if (!row) return { status, proposed: null, standing: null, answerBy: null, ranking: [], excluded: [] };
  const { ranking, excluded } = await allocationWords(work, row);
  return {
    status,
    proposed: stands(row) ? row.practitionerId : null,
    standing: row.standing,
    answerBy: row.answerBy?.toISOString() ?? null,
    ranking: isForAll ? ranking : ranking.filter(({ practitionerId }) => practitionerId === caller.credential),
    excluded: isForAll ? excluded : [],
  };
}

const stands = ({ standing }: AllocationRow): boolean => ['proposed', 'confirmed', 'accepted'].includes(standing);

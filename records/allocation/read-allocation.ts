import type { Judged } from '../../workflows/sign-up/allocation';
import type { SignUpStatus } from '../../workflows/sign-up/words';
import { auditRead } from '../audit/reads';
import { type Caller, hasRole } from '../caller';
import { isInPathway } from '../clients/pathway';
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

/** As viewAllocation: every look is audited. @throws NotFound, Forbidden */
export async function readAllocation(work: Work, caller: Caller, signUpId: string): Promise<AllocationView> {
  const view = await viewAllocation(work, caller, signUpId);
  const { clientId } = await readSignUp(work, signUpId);
  await auditRead(work, caller, { action: 'allocation.read', clientId });
  return view;
}

/**
 * How the newest round came about: every reason and every exclusion. Whoever is asked in it sees their own reasons, not how
 * colleagues were judged.
 */
export async function viewAllocation(work: Work, caller: Caller, signUpId: string): Promise<AllocationView> {
  const { status, clientId } = await readSignUp(work, signUpId);
  const row = await newestAllocation(work, signUpId);
  const isForAll =
    hasRole(caller, 'platform', 'supervisor', 'admin', 'dpo') ||
    (hasRole(caller, 'duty-clinician') && (await isInPathway(work, caller, clientId)));
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

import type { Ranking } from '../../workflows/sign-up/allocation';
import type { Allocation } from '../generated/client';
import type { Work } from '../work';

export const allocationStandings = [
  'proposed',
  'confirmed',
  'accepted',
  'declined',
  'passed-over',
  /** The client asked for somebody else. */
  'objected',
  /** Nobody's word any more: another one was chosen, or the sign-up ended. */
  'withdrawn',
  'no-match',
] as const;
export type AllocationStanding = (typeof allocationStandings)[number];

/** One round of a sign-up's allocation, with its enum named. */
export type AllocationRow = Omit<Allocation, 'standing'> & { readonly standing: AllocationStanding };

/** What is sealed in an allocation's row, under the client's key. */
export interface AllocationWords extends Ranking {
  readonly said: readonly Said[];
}

export interface Said {
  readonly what: 'confirmed' | 'chosen' | 'none-suitable' | 'accepted' | 'declined' | 'objected';
  readonly reason: string;
}

/** The newest round; null: nothing was proposed yet. */
export async function newestAllocation(work: Work, signUpId: string): Promise<AllocationRow | null> {
  const found = await work.db.allocation.findFirst({ where: { signUpId }, orderBy: { round: 'desc' } });
  return found as AllocationRow | null;
}

/** Whom it stands with now: proposed, or confirmed and waiting for the practitioner's answer. */
export async function openAllocation(work: Work, signUpId: string): Promise<AllocationRow | null> {
  const found = await work.db.allocation.findFirst({
    where: { signUpId, standing: { in: ['proposed', 'confirmed'] } },
  });
  return found as AllocationRow | null;
}

export const allocationWords = (work: Work, { clientId, sealed }: AllocationRow): Promise<AllocationWords> =>
  work.open<AllocationWords>(clientId, sealed);

/** Moves a round on, and keeps what was said to it. */
export async function settle(
  work: Work,
  row: AllocationRow,
  changes: Partial<Pick<AllocationRow, 'standing' | 'confirmedBy' | 'answerBy'>>,
  said?: Said,
): Promise<void> {
  const words = await allocationWords(work, row);
  const data = said
    ? { ...changes, sealed: await work.seal(row.clientId, { ...words, said: [...words.said, said] }) }
    : changes;
  await work.db.allocation.update({ where: { id: row.id }, data });
}

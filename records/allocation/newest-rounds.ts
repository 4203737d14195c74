import type { Prisma } from '../generated/client';
import type { Work } from '../work';
import type { AllocationRow, AllocationStanding } from './allocation-row';

/** A round, with the code by which letters name its sign-up. */
type Round = AllocationRow & { readonly code: string };

/**
 * Of each sign-up in which a practitioner is looked for, or asked: its newest round, which says what it waits for.
 * @param of only those of these sign-ups
 */
export async function newestRounds(work: Work, of: Prisma.SignUpWhereInput = {}): Promise<readonly Round[]> {
  const signUps = await work.db.signUp.findMany({
    where: { ...of, status: { in: ['allocating', 'awaiting-practitioner'] } },
    select: { id: true, code: true },
  });
  const codeOf = new Map(signUps.map(({ id, code }) => [id, code]));
  const newest = await work.db.allocation.findMany({
    where: { signUpId: { in: [...codeOf.keys()] } },
    orderBy: [{ signUpId: 'asc' }, { round: 'desc' }],
    distinct: ['signUpId'],
  });
  return newest.map((round) => ({
    ...round,
    standing: round.standing as AllocationStanding,
    code: codeOf.get(round.signUpId) ?? '',
  }));
}

import type { SafetyConcern } from '../generated/client';
import type { Work } from '../work';

/** By staff id: how often a concern had been raised when they last read it or were paged about it. */
type Heard = Readonly<Record<string, number>>;

/**
 * They read it as it is here, or are paged about it. What changes nothing for its process is no change of the concern.
 * Two looks at once may leave the older count: then they are asked to read it again.
 */
export async function noteHeard(
  work: Work,
  { id, timesRaised }: Pick<SafetyConcern, 'id' | 'timesRaised'>,
  staffIds: readonly string[],
): Promise<void> {
  const heard: Heard = Object.fromEntries(staffIds.map((staffId) => [staffId, timesRaised]));
  await work.db.$executeRaw`
    UPDATE safety_concerns SET heard = heard || ${JSON.stringify(heard)}::jsonb WHERE id = ${id}::uuid`;
}

/** Of how many answers they know. Of the first, whoever was told to judge at all. */
export const heardBy = ({ heard }: SafetyConcern, staffId: string): number => (heard as Heard)[staffId] ?? 1;

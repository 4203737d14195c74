import type { LocalDate } from '../calendar/local-time';
import { organisationOf, staffWithAnyRole } from '../people';
import type { Work } from '../work';
import { type Stretch, stretchesBetween } from './duty';
import { type Rota, tiersOfTheRota } from './rota';
import { type RotaDay, weekOf } from './week';

/** Somebody who may be put on a rota. */
export interface RotaMember {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
}

export interface RotaWeek {
  readonly days: readonly RotaDay[];
  /** Where nobody is on duty, across midnights too. */
  readonly gaps: readonly Stretch[];
}

/**
 * A week of this rota by the organisation's clock. Whoever has lost the role of their tier leaves a gap, as in
 * records/rota/on-duty.ts: nobody asks them any more.
 */
export async function readWeek(work: Work, rota: Rota, first: LocalDate): Promise<RotaWeek> {
  const { timeZone } = await organisationOf(work);
  const able = withThoseWhoMay(rota, await rotaMembers(work));
  const days = weekOf(able, first, timeZone);
  const [from, to] = [days[0]!.from, days.at(-1)!.to];
  return { days, gaps: stretchesBetween(able, from, to).filter(({ staffId }) => staffId === null) };
}

export const rotaMembers = (work: Work): Promise<readonly RotaMember[]> => staffWithAnyRole(work, ...tiersOfTheRota);

/** The same rota, with nobody in place of whoever has lost their role. */
const withThoseWhoMay = (rota: Rota, members: readonly RotaMember[]): Rota => ({
  ...rota,
  tiers: rota.tiers.map((tier) => {
    const mayBe = (id: string | null): boolean =>
      members.some((member) => member.id === id && member.roles.includes(tier.name));
    return {
      ...tier,
      shifts: tier.shifts.filter(({ staffId }) => mayBe(staffId)),
      overrides: tier.overrides.map((one) => ({ ...one, staffId: mayBe(one.staffId) ? one.staffId : null })),
    };
  }),
});

import type { Work } from '../work';
import { type Gap, gapsBetween } from './duty';
import { onDutyNow } from './on-duty';
import type { RotaTierName, SavedRota } from './rota';
import { tiersOfTheRota } from './rota';
import { currentRota } from './rotas';

/** A rota as it is read: with who is on duty now, and where nobody is in the week to come. Instants are ISO. */
export interface RotaView extends SavedRota {
  readonly onDuty: readonly { readonly tier: RotaTierName; readonly staffIds: readonly string[] }[];
  readonly gaps: readonly { readonly tier: RotaTierName; readonly from: string; readonly to: string }[];
}

const aWeekMs = 7 * 24 * 60 * 60_000;

/** Version 0: none was saved. Then everyone with the role counts as on duty. */
export async function readRota(work: Work): Promise<RotaView> {
  const rota = (await currentRota(work)) ?? notSaved;
  const onDuty = await onDutyNow(work);
  return {
    ...rota,
    onDuty: tiersOfTheRota.map((tier) => ({
      tier,
      staffIds: onDuty.filter(({ askedAs }) => askedAs === tier).map(({ id }) => id),
    })),
    gaps: (await gapsOfTheWeek(work)).map(({ tier, from, to }) => ({
      tier,
      from: from.toISOString(),
      to: to.toISOString(),
    })),
  };
}

/** Where nobody is on duty in the next seven days; none where no rota was saved. domain.md §3 */
export async function gapsOfTheWeek(work: Work): Promise<readonly Gap[]> {
  const rota = await currentRota(work);
  return rota ? gapsBetween(rota, work.at, new Date(work.at.getTime() + aWeekMs)) : [];
}

const notSaved: SavedRota = {
  version: 0,
  timeZone: 'Europe/London',
  tiers: tiersOfTheRota.map((name) => ({ name, shifts: [], overrides: [] })),
};

import { hasRole } from '../../../records/caller';
import { organisationOf } from '../../../records/people';
import type { Gap } from '../../../records/rota/duty';
import { type RotaMember, rotaMembers } from '../../../records/rota/read-week';
import type { Rota } from '../../../records/rota/rota';
import { onCallRota } from '../../contract/rota';
import { rolesIn } from '../../http/permit';
import { calls } from '../../http/serve-group';
import { rotaHandlers } from '../../routes/rota';
import type { Asked } from '../frame/desk';
import { spanInWords } from '../frame/moments';

/** What the console asks of the rota: the same endpoints as platforms do. */
export const rotas = calls(onCallRota, rotaHandlers);

/** The rota in force, and what its reader may do with it, for every page that is about it. */
export async function rotaView({ work, caller }: Asked) {
  const rota = await rotas.readRota(work, caller, {});
  const members = await rotaMembers(work);
  return {
    // Until one is saved it is read by the organisation's own clock.
    rota: rota.version === 0 ? { ...rota, timeZone: (await organisationOf(work)).timeZone } : rota,
    members,
    names: Object.fromEntries(members.map(({ id, name }) => [id, name])),
    lapsed: lapsedIn(rota, members),
    mayChange: hasRole(caller, ...rolesIn(onCallRota.endpoints.saveRota)),
  };
}

/** Who stands on the rota for what they may not do any more: where they stand is a gap. */
const lapsedIn = ({ tiers }: Rota, members: readonly RotaMember[]) =>
  tiers.flatMap(({ name, shifts, overrides }) => {
    const named = [...shifts, ...overrides].flatMap(({ staffId }) => staffId ?? []);
    const mayBe = (id: string): boolean => members.some((one) => one.id === id && one.roles.includes(name));
    return [...new Set(named)].filter((id) => !mayBe(id)).map((staffId) => ({ tier: name, staffId }));
  });

/** Gaps with how long each is, in words. */
export const withLengths = (gaps: readonly Gap[]) =>
  gaps.map((gap) => ({ ...gap, lasts: spanInWords(gap.to.getTime() - gap.from.getTime()) }));

import { localDateOf } from '../../../records/calendar/local-time';
import { notFound } from '../../../records/errors';
import { organisationOf } from '../../../records/people';
import { type RotaMember, readWeek } from '../../../records/rota/read-week';
import { type RotaTierName, tiersOfTheRota } from '../../../records/rota/rota';
import { requireFollowable } from '../../../records/rota/rotas';
import { weekdays } from '../../../workflows/shared/weekdays';
import { onCallRota } from '../../contract/rota';
import { permitByRole } from '../../http/permit';
import { valid } from '../../http/validate';
import type { Asked, DeskPage } from '../frame/desk';
import { text } from '../frame/forms';
import { basedOn, requireNotOvertaken, wasSent } from '../frame/overtaken';
import { calendarOf } from './calendar';
import { rotas, rotaView, withLengths } from './rota-view';
import { formIn, formOf, isOver, nobody, type TierForm, tierIn } from './tier-form';

const { saveRota } = onCallRota.endpoints;

/**
 * `/rota/{tier}`: who is on duty every week and who stands in, changed by those who may. What it would come to can be
 * looked at before it is saved.
 */
export const tierPage: DeskPage = {
  path: '/rota/:tier',
  template: 'rota/tier',
  view: async (asked) => {
    const { work, caller, given } = asked;
    permitByRole(caller, saveRota);
    const name = tierNamed(asked);
    const view = await rotaView(asked);
    const { timeZone } = view.rota;
    const tier = view.rota.tiers.find((one) => one.name === name);
    const filledIn = wasSent(given) || !tier ? formIn(given) : formOf(tier, timeZone, work.at);
    return {
      ...view,
      tier: name,
      choice: choiceOf(view.members, name, filledIn),
      weekdays,
      nobody,
      basedOn: basedOn(given, view.rota.version),
      filledIn,
    };
  },
  look: async (asked) => {
    const { work, given } = asked;
    if (text(given, 'go') !== 'look') return {};
    const rota = valid(saveRota.body, await rotaGiven(asked));
    await requireFollowable(work, rota);
    const { timeZone } = await organisationOf(work);
    const today = localDateOf(work.at, timeZone);
    const { days, gaps } = await readWeek(work, rota, today);
    return { days: calendarOf(days, today, timeZone), gaps: withLengths(gaps) };
  },
  isStep: (given) => text(given, 'go') !== 'save',
  fields: (path) =>
    path
      .replace(/^tiers\/\d+\//, '')
      .replace(/^(\w+\/\d+)$/, '$1/staffId')
      .replace(/(\/days)\/\d+$/, '$1'),
  act: async (asked) => {
    const { work, caller, given } = asked;
    const saved = await rotas.saveRota(work, caller, { body: await rotaGiven(asked) });
    requireNotOvertaken(saved, given, 'a rota');
    return '/rota';
  },
};

/** Whoever may be put there, and whoever stands there and may not any more: they are not silently somebody else. */
function choiceOf(members: readonly RotaMember[], tier: RotaTierName, { shifts, overrides }: TierForm) {
  const able = members.filter(({ roles }) => roles.includes(tier));
  const chosen = new Set([...shifts, ...overrides].map(({ staffId }) => staffId));
  const others = [...chosen].filter((id) => id !== '' && id !== nobody && !able.some((one) => one.id === id));
  const nameOf = (id: string): string =>
    members.find((one) => one.id === id)?.name ?? 'Somebody who is not here any more';
  return [
    ...able.map(({ id, name }) => ({ value: id, text: name })),
    ...others.map((id) => ({ value: id, text: `${nameOf(id)} (without the role)` })),
  ];
}

function tierNamed({ params }: Asked): RotaTierName {
  const name = tiersOfTheRota.find((one) => one === params['tier']);
  if (!name) throw notFound('part of the rota');
  return name;
}

/** The whole rota as it would be saved: the other tier, and what is over in this one, as they stand. */
async function rotaGiven(asked: Asked) {
  const { work, given } = asked;
  const name = tierNamed(asked);
  const { timeZone, tiers } = (await rotaView(asked)).rota;
  const { shifts, overrides } = tierIn(formIn(given), timeZone);
  return {
    timeZone,
    tiers: tiers.map((tier) =>
      tier.name === name
        ? { name, shifts, overrides: [...overrides, ...tier.overrides.filter((one) => isOver(one, work.at))] }
        : tier,
    ),
  };
}

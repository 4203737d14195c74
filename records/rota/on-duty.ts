import { findStaffMember, type StaffMember, staffWithRole } from '../people';
import type { Work } from '../work';
import { onDutyAt } from './duty';
import { type RotaTierName, tiersOfTheRota } from './rota';
import { currentRota } from './rotas';

/** A member of staff on duty, and as what. */
export interface OnDuty extends StaffMember {
  readonly askedAs: RotaTierName;
}

/**
 * Whom to ask at this moment, in their order. A tier with a gap is left out: the next one is asked. Where nobody at all is
 * on duty, everyone who may be is asked: a gap in a rota is no reason for silence. Empty only if nobody has such a role.
 */
export async function everyoneOnDuty(work: Work): Promise<readonly OnDuty[]> {
  const named = await onDutyNow(work);
  return eachOnce(named.length > 0 ? named : await everyoneWhoMayBeOnDuty(work));
}

/** Who is on duty by the rota, tier by tier; everyone who may be, while an organisation has saved none. */
export async function onDutyNow(work: Work): Promise<readonly OnDuty[]> {
  const rota = await currentRota(work);
  if (!rota) return everyoneWhoMayBeOnDuty(work);
  const found = tiersOfTheRota.map(async (tier) => {
    const staffId = onDutyAt(rota, tier, work.at);
    const staff = staffId === null ? null : await findStaffMember(work, staffId);
    // Who may not do this any more leaves a gap.
    return staff?.roles.includes(tier) ? [{ ...staff, askedAs: tier }] : [];
  });
  return (await Promise.all(found)).flat();
}

/**
 * Whether this member of staff was on duty at a moment that is over, as everyoneOnDuty has it: by the rota and the roles as
 * they stand now.
 */
export async function wasOnDuty(work: Work, staffId: string): Promise<(then: Date) => boolean> {
  const rota = await currentRota(work);
  const able = await everyoneWhoMayBeOnDuty(work);
  return (then) => {
    const named = able.filter(({ id, askedAs }) => rota !== null && onDutyAt(rota, askedAs, then) === id);
    return (named.length > 0 ? named : able).some(({ id }) => id === staffId);
  };
}

async function everyoneWhoMayBeOnDuty(work: Work): Promise<readonly OnDuty[]> {
  const found = tiersOfTheRota.map(async (tier) =>
    (await staffWithRole(work, tier)).map((staff) => ({ ...staff, askedAs: tier })),
  );
  return (await Promise.all(found)).flat();
}

const eachOnce = (list: readonly OnDuty[]): readonly OnDuty[] =>
  list.filter(({ id }, index) => list.findIndex((other) => other.id === id) === index);

import {
  type PlanRecipient,
  planRecipients,
  type RecipientName,
  type Tier,
  tiers,
} from '../../workflows/urgent-care/words';
import { type Identity, openPlan, type Permission, type Plan, type PlanWords } from '../people';
import { type ContactName, contactAt, identityIn, isOneOf, isSamePerson } from '../urgent-care-plan/same-person';
import type { Work } from '../work';
import type { CaseRow } from './case-row';

/**
 * The plan by which a running case goes: the people it was opened with, whoever the plan names now. A change of the
 * plan alters a case's mandates by what it takes back, and by nothing else. domain.md §2.5
 */
export async function planOfCase(work: Work, theCase: WithPlan): Promise<Plan | null> {
  const [plan = null] = await plansOfCases(work, [theCase]);
  return plan;
}

/** A case, by the plan that it was opened with. */
export type WithPlan = Pick<CaseRow, 'clientId' | 'planVersion'>;

/** As planOfCase, of each of these: as many reads for many as for one. */
export async function plansOfCases(work: Work, cases: readonly WithPlan[]): Promise<readonly (Plan | null)[]> {
  const planned = cases.filter(({ planVersion }) => planVersion !== null);
  const clientIds = [...new Set(planned.map(({ clientId }) => clientId))];
  if (clientIds.length === 0) return cases.map(() => null);
  const where = { clientId: { in: clientIds } };
  const current = await work.db.urgentCarePlan.findMany({ where });
  const versions = [...new Set(planned.flatMap(({ planVersion }) => planVersion ?? []))];
  const pinned = await work.db.planVersion.findMany({ where: { ...where, version: { in: versions } } });
  await work.fetchKeys(clientIds);
  return Promise.all(
    cases.map(async ({ clientId, planVersion }) => {
      const now = current.find((plan) => plan.clientId === clientId);
      if (planVersion === null || !now) return null;
      const then = pinned.find((plan) => plan.clientId === clientId && plan.version === planVersion);
      if (!then) throw new Error(`There is no version ${planVersion} of the plan of ${clientId}.`);
      return asPinned(await openPlan(work, then), await openPlan(work, now));
    }),
  );
}

/**
 * Pure. Of each person of the case:
 * - where they are reached is what the plan in force says of them, if it still names them anywhere;
 * - whom the plan in force names in their stead is told nothing under their mandate;
 * - being on the never-contact list then or now, having declined, or having been taken off as a danger bars them;
 * - the client's permission is the lesser of then and now, and none once they are no longer in the plan: what the client
 *   consented to in the case itself stands.
 */
export function asPinned(pinned: Plan, current: Plan): Plan {
  const contactPlace = (of: ContactName) => placeOf(identityIn(pinned, of), current, ['contact-1', 'contact-2']);
  const places = {
    gp: placeOf(identityIn(pinned, 'gp'), current, ['gp']),
    'contact-1': contactPlace('contact-1'),
    'contact-2': contactPlace('contact-2'),
  };
  const contact = (of: ContactName) => contactAt(places[of] === null ? pinned : current, places[of] ?? of);
  return {
    gp: places.gp === null ? pinned.gp : current.gp,
    contacts: [contact('contact-1'), contact('contact-2')],
    permissions: Object.fromEntries(
      planRecipients.map((of) => [of, permissionLeft(pinned.permissions[of], current, places[of])]),
    ),
    neverContact: planRecipients.filter((of) => isBarred(pinned, current, of, places[of])),
  };
}

/** Where the plan in force names the person; null: nowhere. */
function placeOf<Place extends PlanRecipient>(
  who: Identity | null,
  current: PlanWords,
  among: readonly Place[],
): Place | null {
  if (!who) return null;
  return (
    among.find((place) => {
      const there = identityIn(current, place);
      return there !== null && isSamePerson(who, there);
    }) ?? null
  );
}

function isBarred(pinned: Plan, current: Plan, of: PlanRecipient, place: PlanRecipient | null): boolean {
  const listed = (plan: Plan, name: RecipientName): boolean => plan.neverContact.includes(name);
  const who = identityIn(pinned, of);
  return (
    listed(current, of) ||
    (place === null ? listed(pinned, of) : listed(current, place)) ||
    (who !== null && isOneOf(who, current.barred))
  );
}

function permissionLeft(then: Permission | undefined, current: Plan, place: PlanRecipient | null): Permission {
  if (place === null) return { now: null, emergency: null };
  const now = current.permissions[place];
  // Whoever is in doubt whether somebody is a danger has taken back that they may be told unasked.
  const inDoubt = place !== 'gp' && contactAt(current, place)?.couldBeDanger !== 'no';
  return {
    now: lesser(then?.now, now?.now),
    emergency: inDoubt ? null : lesser(then?.emergency, now?.emergency),
  };
}

const lesser = (one: Tier | null = null, other: Tier | null = null): Tier | null =>
  one === null || other === null ? null : tiers.indexOf(one) < tiers.indexOf(other) ? one : other;

import { auditListRead } from '../../audit/reads';
import { type Caller, hasRole } from '../../caller';
import { clientsOnFile, type OnFile } from '../../clients/on-file';
import { inPathwayOf } from '../../clients/pathway';
import type { Prisma } from '../../generated/client';
import { type ContactWords, type Plan, type StaffMember, staffWithRole } from '../../people';
import { onDutyNow } from '../../rota/on-duty';
import { planLacks } from '../../urgent-care-plan/completeness';
import type { Work } from '../../work';
import { type MessageEnds, messageEndsOf } from './message-ends';
import { type ContactFacts, type Line, problemsOf, type ReachabilityFacts, type ReachabilityProblem } from './rules';

/** Whether one client's plan could be carried out today, and what would stand in the way. */
export interface ReachabilityItem {
  readonly clientId: string;
  readonly practitionerId: string | null;
  readonly reachable: boolean;
  readonly problems: readonly ReachabilityProblem[];
}

/**
 * Every plan of the organisation, or of these clients, as it stands at this moment. The plan of a client after whose
 * death everything is held is no plan to carry out.
 */
export async function reachabilityOf(
  work: Work,
  of: Prisma.ClientWhereInput = {},
): Promise<readonly ReachabilityItem[]> {
  return reachabilityOnFile(work, await clientsOnFile(work, { AND: [{ held: false }, of] }));
}

/** As reachabilityOf, of clients who were read already: of each who has a plan to carry out. */
async function reachabilityOnFile(work: Work, clients: readonly OnFile[]): Promise<readonly ReachabilityItem[]> {
  const people = clients.filter(hasPlanToCarryOut);
  const staff = await staffInvolved(work);
  const messageEnds = await messageEndsOf(work, [
    ...people.flatMap(addressesOf),
    ...staff.practitioners.map((s) => s.mobile),
  ]);
  return people.map((person) => {
    const problems = problemsOf(factsOf(person, staff, { ...messageEnds, isMobile: work.isMobile }), work.at);
    const { clientId, practitionerId } = person;
    return { clientId, practitionerId, reachable: problems.length === 0, problems };
  });
}

/** What would stand in the way of each of these plans beside what it lacks, by the client's id. */
export async function problemsBesideLacks(
  work: Work,
  clients: readonly OnFile[],
): Promise<ReadonlyMap<string, readonly ReachabilityProblem[]>> {
  const items = await reachabilityOnFile(work, clients);
  return new Map(
    items.map(({ clientId, problems }) => [clientId, problems.filter(({ problem }) => problem !== 'plan-lacks')]),
  );
}

/** Of everybody, for who keeps plans in order; of the clients in their pathway, for who works with them. Every look is audited. */
export async function readReachability(work: Work, caller: Caller): Promise<readonly ReachabilityItem[]> {
  const seesAll = hasRole(caller, 'dpo', 'admin');
  const items = await reachabilityOf(work, seesAll ? {} : await inPathwayOf(work, caller));
  await auditListRead(work, caller, 'reachability.read', items);
  return items;
}

type PersonWithPlan = OnFile & { readonly plan: Plan };

const hasPlanToCarryOut = (client: OnFile): client is PersonWithPlan => client.plan !== null && !client.held;

interface StaffInvolved {
  readonly practitioners: readonly StaffMember[];
  readonly onDuty: readonly StaffMember[];
}

const staffInvolved = async (work: Work): Promise<StaffInvolved> => ({
  practitioners: await staffWithRole(work, 'practitioner'),
  onDuty: await onDutyNow(work),
});

const addressesOf = ({ words, plan }: PersonWithPlan): readonly string[] =>
  [
    words.mobile,
    words.email,
    plan.gp?.email,
    plan.gp?.phone,
    ...plan.contacts.map((contact) => contact?.mobile),
  ].flatMap((address) => address ?? []);

/** How messages to an address ended, and whether it takes SMS at all. */
type Ends = MessageEnds & Pick<Work, 'isMobile'>;

function factsOf(
  { practitionerId, words, plan }: PersonWithPlan,
  { practitioners, onDuty }: StaffInvolved,
  ends: Ends,
): ReachabilityFacts {
  const practitioner = practitioners.find(({ id }) => id === practitionerId);
  return {
    lacks: planLacks(words, plan),
    client: {
      sms: words.safeContact.sms ? mobileLine(ends, words.mobile) : null,
      email: words.safeContact.email && words.email !== null ? ends.lineOf(words.email, true) : null,
    },
    contacts: (['contact-1', 'contact-2'] as const).flatMap((of, index) =>
      plan.neverContact.includes(of) ? [] : contactFacts(of, plan.contacts[index] ?? null, ends),
    ),
    gp: plan.neverContact.includes('gp')
      ? []
      : [plan.gp?.email, plan.gp?.phone].flatMap((address) => (address ? ends.lineOf(address, true) : [])),
    practitioner: practitioner
      ? {
          mobile: mobileLine(ends, practitioner.mobile),
          somebodyElseOnDuty: onDuty.some(({ id }) => id !== practitioner.id),
        }
      : null,
  };
}

function contactFacts(of: ContactFacts['of'], contact: ContactWords | null, ends: Ends): readonly ContactFacts[] {
  if (!contact) return [];
  const confirmedAt = contact.confirmedAt === undefined ? null : new Date(contact.confirmedAt);
  return [{ of, mobile: mobileLine(ends, contact.mobile, confirmedAt), confirmedAt }];
}

const mobileLine = (ends: Ends, mobile: string | null, since: Date | null = null): Line =>
  ends.lineOf(mobile ?? '', mobile !== null && ends.isMobile(mobile), since);

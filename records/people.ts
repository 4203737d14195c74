import type { Channel, PlanRecipient, RecipientName, Tier } from '../workflows/urgent-care/words';
import type { BankHolidayRegion } from './calendar/bank-holidays';
import { notFound } from './errors';
import type { Work } from './work';

/** What is kept sealed of people. Each type is one `sealed` column. */

export interface OrganisationFacts {
  readonly id: string;
  readonly name: string;
  readonly senderName: string;
  readonly callbackNumber: string;
  readonly smsNumber: string;
  /** Another one than `smsNumber`; null: the organisation sends no marketing by SMS. */
  readonly marketingSmsNumber: string | null;
  /** Emails to it are read; null: the organisation has none such. */
  readonly inboundEmail: string | null;
  readonly openingHours: string;
  /** A public body of the NHS relies on UK GDPR Article 6(1)(e). */
  readonly nhsBody: boolean;
  /** Its sign-ups ask for CORE-10, which needs a licence. */
  readonly core10: boolean;
  /** The authorities of its area, whom a disclosure may be sent to. */
  readonly policeEmail: string | null;
  readonly policePhone: string | null;
  readonly safeguardingEmail: string | null;
  readonly safeguardingPhone: string | null;
  /** Whose calendar and clock the organisation lives by: `Europe/London`. */
  readonly timeZone: string;
  readonly bankHolidaysOf: BankHolidayRegion;
}

interface StaffWords {
  readonly name: string;
  readonly mobile: string;
  readonly email: string;
}

export interface StaffMember extends StaffWords {
  readonly id: string;
  readonly roles: readonly string[];
}

export interface ClientWords {
  readonly firstName: string;
  readonly lastName: string;
  readonly mobile: string | null;
  readonly email: string | null;
  /** ISO date. */
  readonly birthDate: string | null;
  /** ISO 3166-1 alpha-2; null: not known. */
  readonly country: string | null;
  /** Ways that are safe for the client. Urgent care obeys a "never". domain.md §1 */
  readonly safeContact: { readonly sms: boolean; readonly email: boolean };
  readonly username?: string | null;
  /** BCP 47; absent: English. */
  readonly language?: string;
  /** The language of the interpreter whom they need, `bfi` for British Sign Language; null or absent: none. */
  readonly interpreter?: string | null;
  /** What they chose to say of themselves. What was not said is not here. */
  readonly demographics?: Readonly<Record<string, string>>;
  /** For staff who call an ambulance. */
  readonly homeAddress?: string | null;
  /** The question that only the client can answer, in their words, and the answer; no answer: none was set. */
  readonly guardQuestion?: string;
  readonly guardAnswer: string;
  /** What their practitioner may see of them, as they said last; absent: as they signed up. domain.md §2.7 */
  readonly sharing?: Sharing;
}

export interface Sharing {
  readonly riskSummary: boolean;
  readonly progressSummary: boolean;
}

export interface GpWords {
  readonly name: string;
  readonly practice: string;
  readonly email: string | null;
  readonly phone: string | null;
}

export interface ContactWords {
  readonly name: string | null;
  readonly mobile: string | null;
  readonly email: string | null;
  readonly relationship: string | null;
  /** Asked of the client. Null or absent: nobody has said. */
  readonly isAdult?: boolean | null;
  /** "Could this person be a danger to you?" Null or absent: not answered. */
  readonly couldBeDanger?: CouldBeDanger | null;
  /** ISO instant at which somebody last said that this is still right. Asked for every 90 days. domain.md §2.5 */
  readonly confirmedAt?: string;
}

export const dangerAnswers = ['no', 'yes', 'not-sure'] as const;
type CouldBeDanger = (typeof dangerAnswers)[number];

/**
 * The highest tier at which a person may be told: now, and if the client can't be asked in an emergency. Null is an
 * answer, at none; what is absent was not answered.
 */
export interface Permission {
  readonly now?: Tier | null | undefined;
  readonly emergency?: Tier | null | undefined;
}

/** Somebody who was in the plan and is never written to again, wherever they still stand. */
export interface BarredPerson {
  readonly who: Identity;
  readonly because: 'declined' | 'never-contact';
}

/** By what a person is known again, as records/urgent-care-plan/same-person.ts compares it. */
export interface Identity {
  readonly name: string | null;
  readonly addresses: readonly string[];
}

export interface PlanWords {
  readonly gp: GpWords | null;
  readonly contacts: readonly [ContactWords | null, ContactWords | null];
  readonly permissions: Readonly<Partial<Record<PlanRecipient, Permission>>>;
  readonly barred?: readonly BarredPerson[];
}

export interface Plan extends PlanWords {
  readonly neverContact: readonly string[];
}

/** A plan as it was saved. */
export interface SavedPlan extends Plan {
  /** Counts the client's plans from 1. */
  readonly version: number;
}

/** Read once in a transaction, however many of its messages name it. */
const organisations = new WeakMap<Work, Promise<OrganisationFacts>>();

export function organisationOf(work: Work): Promise<OrganisationFacts> {
  const known = organisations.get(work) ?? readOrganisation(work);
  organisations.set(work, known);
  return known;
}

async function readOrganisation(work: Work): Promise<OrganisationFacts> {
  const found = await work.db.organisation.findUnique({ where: { id: work.organisationId } });
  if (!found) throw notFound('organisation');
  return { ...found, bankHolidaysOf: found.bankHolidaysOf as BankHolidayRegion };
}

export async function staffMember(work: Work, id: string): Promise<StaffMember> {
  const found = await findStaffMember(work, id);
  if (!found) throw notFound('member of staff');
  return found;
}

export async function findStaffMember(work: Work, id: string): Promise<StaffMember | null> {
  const found = await work.db.staff.findUnique({ where: { id } });
  return found && { id, roles: found.roles, ...(await work.open<StaffWords>(work.organisationId, found.sealed)) };
}

/** Who somebody is, for people to read, of whom no name is kept any more. */
export const whoHasLeft = 'somebody who has left';

/** The names of these members of staff by their ids, read at once; of whoever has left there is none. */
export async function staffNames(work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await work.db.staff.findMany({ where: { id: { in: [...new Set(ids)] } } });
  const names = new Map<string, string>();
  for (const { id, sealed } of found) names.set(id, (await work.open<StaffWords>(work.organisationId, sealed)).name);
  return names;
}

/** Everyone with the role, in a lasting order. */
export const staffWithRole = (work: Work, role: string): Promise<readonly StaffMember[]> =>
  staffWithAnyRole(work, role);

/** As staffWithRole, for several: each person once. */
export async function staffWithAnyRole(work: Work, ...roles: readonly string[]): Promise<readonly StaffMember[]> {
  const found = await work.db.staff.findMany({ where: { roles: { hasSome: [...roles] } }, orderBy: { id: 'asc' } });
  return Promise.all(
    found.map(async ({ id, roles, sealed }) => ({
      id,
      roles,
      ...(await work.open<StaffWords>(work.organisationId, sealed)),
    })),
  );
}

export async function clientWords(work: Work, clientId: string): Promise<ClientWords & { readonly held: boolean }> {
  const found = await work.db.client.findUnique({ where: { id: clientId } });
  if (!found) throw notFound('client');
  return { ...(await work.open<ClientWords>(clientId, found.sealed)), held: found.held };
}

/** As staff call a client; empty if they gave no name. */
export const clientName = ({ firstName, lastName }: Pick<ClientWords, 'firstName' | 'lastName'>): string =>
  `${firstName} ${lastName}`.trim();

/** As staff call a client who may have given no name: by what else they know of them. */
export const whatTheyAreCalled = ({
  firstName,
  lastName,
  username,
  code,
}: Readonly<Record<'firstName' | 'lastName' | 'code', string | null>> & Pick<ClientWords, 'username'>): string =>
  clientName({ firstName: firstName ?? '', lastName: lastName ?? '' }) || username || code || 'Without a name';

/** The names of these clients by their ids, read at once. Of whoever was erased there is none. */
export async function clientNames(work: Work, clientIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(clientIds)];
  const found = await work.db.client.findMany({
    where: { id: { in: ids }, erasedAt: null },
    select: { id: true, sealed: true },
  });
  await work.fetchKeys(found.map(({ id }) => id));
  const names = new Map<string, string>();
  for (const { id, sealed } of found) {
    names.set(id, clientName(await work.open<ClientWords>(id, sealed)));
  }
  return names;
}

/** After a death: nothing is sent to or about them, nothing is erased. domain.md §3.10 */
export async function isHeld(work: Work, clientId: string): Promise<boolean> {
  const found = await work.db.client.findUnique({ where: { id: clientId }, select: { held: true } });
  return found?.held ?? false;
}

/** The plan in force. One that a running case goes by is records/urgent-care/plan-of-case.ts. */
export async function planOf(work: Work, clientId: string): Promise<SavedPlan | null> {
  const found = await work.db.urgentCarePlan.findUnique({ where: { clientId } });
  return found && openPlan(work, found);
}

/** What is in the row of a plan, in force or not. */
export const openPlan = async (
  work: Work,
  row: {
    readonly clientId: string;
    readonly version: number;
    readonly neverContact: readonly string[];
    readonly sealed: Uint8Array;
  },
): Promise<SavedPlan> => ({
  ...(await work.open<PlanWords>(row.clientId, row.sealed)),
  neverContact: row.neverContact,
  version: row.version,
});

/** How a recipient of the plan is written to and called; null when the plan does not have them. */
export interface RecipientAddress {
  readonly name: string;
  readonly sms: string | null;
  readonly voice: string | null;
  readonly email: string | null;
}

/** Where the addresses of a case's recipients stand. */
export interface Places {
  readonly plan: Plan | null;
  readonly organisation: OrganisationFacts;
}

export function addressOf({ plan, organisation }: Places, recipient: RecipientName): RecipientAddress | null {
  switch (recipient) {
    case 'police':
      return authority('The police', organisation.policePhone, organisation.policeEmail);
    case 'safeguarding-authority':
      return authority('The safeguarding authority', organisation.safeguardingPhone, organisation.safeguardingEmail);
    default:
      return inPlan(plan, recipient);
  }
}

const authority = (name: string, phone: string | null, email: string | null): RecipientAddress | null =>
  phone === null && email === null ? null : { name, sms: phone, voice: phone, email };

/** As addressOf, for those whom the client names in the plan. */
export function inPlan(plan: Plan | null, recipient: PlanRecipient): RecipientAddress | null {
  if (!plan) return null;
  if (recipient === 'gp') {
    return plan.gp && { name: plan.gp.name, sms: plan.gp.phone, voice: plan.gp.phone, email: plan.gp.email };
  }
  const contact = plan.contacts[recipient === 'contact-1' ? 0 : 1];
  return contact && { name: contact.name ?? '', sms: contact.mobile, voice: contact.mobile, email: contact.email };
}

/** Where this channel reaches them; null if nowhere. A practice's landline can be called, and takes no SMS. */
export function addressFor(work: Work, places: Places, recipient: RecipientName, channel: Channel): string | null {
  const address = addressOf(places, recipient)?.[channel] ?? null;
  return address !== null && channel === 'sms' && !work.isMobile(address) ? null : address;
}

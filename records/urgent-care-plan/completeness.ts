import { type PlanRecipient, planRecipients } from '../../workflows/urgent-care/words';
import type { ClientWords, PlanWords } from '../people';

/** What the registration must have before a plan is complete. domain.md §2.5 */
export const requiredOfClient = [
  'email',
  'mobile',
  'firstName',
  'lastName',
  'birthDate',
  'homeAddress',
  'country',
] as const satisfies readonly (keyof ClientWords)[];

const contactParts = ['name', 'mobile', 'relationship', 'isAdult', 'couldBeDanger'] as const;
type Contact = Exclude<PlanRecipient, 'gp'>;

/** One thing that a plan lacks, by name. */
export type PlanLack =
  | (typeof requiredOfClient)[number]
  | PlanRecipient
  | `${PlanRecipient}.permissions.${'now' | 'emergency'}`
  | `${Contact}.${(typeof contactParts)[number]}`;

/**
 * What a plan still lacks, by name: `homeAddress`, `gp`, `contact-2.mobile`, `contact-1.permissions.emergency`. A plan
 * that lacks anything cannot be invoked. Pure. domain.md §2.5
 */
export function planLacks(client: ClientWords, plan: PlanWords | null): readonly PlanLack[] {
  return [...requiredOfClient.filter((item) => !client[item]), ...planLacksOfPeople(plan)];
}

/** As planLacks, of the people in it alone. */
export const planLacksOfPeople = (plan: PlanWords | null): readonly PlanLack[] =>
  planRecipients.flatMap((of) => (of === 'gp' ? lacksOfGp(plan) : lacksOfContact(of, plan)));

const lacksOfGp = (plan: PlanWords | null): readonly PlanLack[] => (plan?.gp ? unanswered('gp', plan) : ['gp']);

/** Of somebody of whom the client is not sure whether they could be a danger, the question is still open. */
function lacksOfContact(of: Contact, plan: PlanWords | null): readonly PlanLack[] {
  const contact = plan?.contacts[of === 'contact-1' ? 0 : 1];
  if (!plan || !contact) return [of];
  const answered: Readonly<Record<(typeof contactParts)[number], boolean>> = {
    name: Boolean(contact.name),
    mobile: Boolean(contact.mobile),
    relationship: Boolean(contact.relationship),
    isAdult: contact.isAdult === true,
    couldBeDanger: contact.couldBeDanger === 'no' || contact.couldBeDanger === 'yes',
  };
  const lacks = contactParts.filter((part) => !answered[part]).map((part) => `${of}.${part}` as const);
  return [...lacks, ...unanswered(of, plan)];
}

/** "At no tier" is an answer; saying nothing is none. */
const unanswered = (of: PlanRecipient, { permissions }: PlanWords): readonly PlanLack[] =>
  (['now', 'emergency'] as const)
    .filter((when) => permissions[of]?.[when] === undefined)
    .map((when) => `${of}.permissions.${when}` as const);

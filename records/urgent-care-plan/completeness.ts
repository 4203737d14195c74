import { type PlanRecipient, planRecipients } from '../../workflows/urgent-care/words';
import type { ClientWords, ContactWords, Permission, PlanWords } from '../people';

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

/**
 * What a plan still lacks, by name: `homeAddress`, `gp`, `contact-2.mobile`, `contact-1.permissions.emergency`. A plan
 * that lacks anything cannot be invoked. Pure. domain.md §2.5
 */
export function planLacks(client: ClientWords, plan: PlanWords | null): readonly string[] {
  return [...requiredOfClient.filter((item) => !client[item]), ...planLacksOfPeople(plan)];
}

/** As planLacks, of the people in it alone. */
export const planLacksOfPeople = (plan: PlanWords | null): readonly string[] =>
  planRecipients.flatMap((of) => lacksOf(of, plan));

function lacksOf(of: PlanRecipient, plan: PlanWords | null): readonly string[] {
  const person = of === 'gp' ? plan?.gp : plan?.contacts[of === 'contact-1' ? 0 : 1];
  if (!plan || !person) return [of];
  const parts = [...(of === 'gp' ? [] : contactLacks(person as ContactWords)), ...unanswered(plan.permissions[of])];
  return parts.map((part) => `${of}.${part}`);
}

/** Of somebody of whom the client is not sure whether they could be a danger, the question is still open. */
const contactLacks = (contact: ContactWords): readonly string[] => [
  ...(['name', 'mobile', 'relationship'] as const).filter((part) => !contact[part]),
  ...(contact.isAdult === true ? [] : ['isAdult']),
  ...(contact.couldBeDanger === 'no' || contact.couldBeDanger === 'yes' ? [] : ['couldBeDanger']),
];

/** "At no tier" is an answer; saying nothing is none. */
const unanswered = (permission: Permission = {}): readonly string[] =>
  (['now', 'emergency'] as const).filter((when) => permission[when] === undefined).map((when) => `permissions.${when}`);

import type { PlanWords } from '../people';
import { planLacksOfPeople, requiredOfClient } from '../urgent-care-plan/completeness';
import { demographics } from './demographics';
import type { SignUpPlan } from './sign-up-row';

/** What people are told before they type: what is needed, and when. domain.md §2.1, §2.2 and §2.5 */

export const neededAt = ['registration', 'before-assessment', 'plan-complete'] as const;
type NeededAt = (typeof neededAt)[number];

interface Item {
  /** Where it stands in a registration; `consentForm` and `plan/…` come later, a plan's parts by the names in `lacks`. */
  readonly item: string;
  readonly neededAt: NeededAt;
}

export interface Requirements {
  readonly plan: SignUpPlan;
  readonly required: readonly Item[];
  /** Optional means optional: whoever leaves it out is refused nothing. */
  readonly optional: readonly Item[];
  readonly demographics: typeof demographics;
}

/** When everyone who signs up is asked for it. */
const whenNeeded: Readonly<Record<string, NeededAt | 'optional'>> = {
  'person/email': 'registration',
  'person/mobile': 'registration',
  'person/firstName': 'registration',
  'person/lastName': 'registration',
  'person/birthDate': 'registration',
  'person/username': 'optional',
  'person/country': 'optional',
  'person/language': 'optional',
  'person/interpreter': 'optional',
  'person/homeAddress': 'optional',
  'person/safeContact': 'optional',
  'person/demographics': 'optional',
  courseId: 'optional',
  plan: 'optional',
  preferences: 'optional',
  sharing: 'optional',
  marketing: 'optional',
  guard: 'optional',
  consentForm: 'before-assessment',
};

/** What a plan of which nothing is known yet must have, by the same names as what it lacks. */
const wholePlan = ((): readonly string[] => {
  const contact = { name: null, mobile: null, email: null, relationship: null };
  const gp = { name: '', practice: '', email: null, phone: null };
  const unanswered: PlanWords = { gp, contacts: [contact, contact], permissions: {} };
  return ['gp', ...planLacksOfPeople(unanswered)];
})();

/** Who signs up for urgent care says so, and completes a plan before anybody is proposed to them. */
function neededFor(plan: SignUpPlan, item: string, needed: NeededAt | 'optional'): NeededAt | 'optional' {
  if (plan === 'standard' || needed !== 'optional') return needed;
  if (item === 'plan') return 'registration';
  return requiredOfClient.some((name) => item === `person/${name}`) ? 'plan-complete' : needed;
}

export function requirementsOf(plan: SignUpPlan): Requirements {
  const items = Object.entries(whenNeeded).map(([item, needed]) => ({ item, needed: neededFor(plan, item, needed) }));
  const ofPlan = plan === 'urgent-care' ? wholePlan : [];
  return {
    plan,
    required: [
      ...items.flatMap(({ item, needed }) => (needed === 'optional' ? [] : [{ item, neededAt: needed }])),
      ...ofPlan.map((part) => ({ item: `plan/${part}`, neededAt: 'plan-complete' as const })),
    ],
    optional: items.flatMap(({ item, needed }) =>
      needed === 'optional' ? [{ item, neededAt: 'registration' as const }] : [],
    ),
    demographics,
  };
}

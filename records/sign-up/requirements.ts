import { demographics } from './demographics';

/** What people are told before they type: what is needed, and when. domain.md §2.1, §2.2 and §2.5 */

export type NeededAt = 'registration' | 'before-assessment' | 'plan-complete';

export interface Item {
  /** Where it stands in `POST /v1/sign-ups`; `consentForm` and `plan/…` come later, by themselves. */
  readonly item: string;
  readonly neededAt: NeededAt;
}

export interface Requirements {
  readonly plan: Plan;
  readonly required: readonly Item[];
  /** Optional means optional: whoever leaves it out is refused nothing. */
  readonly optional: readonly Item[];
  readonly demographics: typeof demographics;
}

type Plan = 'standard' | 'urgent-care';

/** When each item is needed: by everyone who signs up, and by those who sign up for urgent care too. */
const whenNeeded: Readonly<Record<string, Readonly<Record<Plan, NeededAt | 'optional'>>>> = {
  'person/email': { standard: 'registration', 'urgent-care': 'registration' },
  'person/mobile': { standard: 'registration', 'urgent-care': 'registration' },
  'person/firstName': { standard: 'registration', 'urgent-care': 'registration' },
  'person/lastName': { standard: 'registration', 'urgent-care': 'registration' },
  'person/birthDate': { standard: 'registration', 'urgent-care': 'registration' },
  'person/username': { standard: 'optional', 'urgent-care': 'optional' },
  'person/country': { standard: 'optional', 'urgent-care': 'plan-complete' },
  'person/language': { standard: 'optional', 'urgent-care': 'optional' },
  'person/interpreter': { standard: 'optional', 'urgent-care': 'optional' },
  'person/homeAddress': { standard: 'optional', 'urgent-care': 'plan-complete' },
  'person/safeContact': { standard: 'optional', 'urgent-care': 'optional' },
  'person/demographics': { standard: 'optional', 'urgent-care': 'optional' },
  courseId: { standard: 'optional', 'urgent-care': 'optional' },
  plan: { standard: 'optional', 'urgent-care': 'registration' },
  preferences: { standard: 'optional', 'urgent-care': 'optional' },
  sharing: { standard: 'optional', 'urgent-care': 'optional' },
  marketing: { standard: 'optional', 'urgent-care': 'optional' },
  guard: { standard: 'optional', 'urgent-care': 'optional' },
  consentForm: { standard: 'before-assessment', 'urgent-care': 'before-assessment' },
};

/** What the plan itself is made of. */
const planItems = [
  'plan/gp',
  ...['contact-1', 'contact-2'].flatMap((contact) =>
    ['name', 'mobile', 'relationship'].map((part) => `plan/${contact}/${part}`),
  ),
  'plan/permissions',
];

export function requirementsOf(plan: Plan): Requirements {
  const items = Object.entries(whenNeeded).map(([item, needed]) => ({ item, needed: needed[plan] }));
  const ofPlan = plan === 'urgent-care' ? planItems.map((item) => ({ item, neededAt: 'plan-complete' as const })) : [];
  return {
    plan,
    required: [
      ...items.flatMap(({ item, needed }) => (needed === 'optional' ? [] : [{ item, neededAt: needed }])),
      ...ofPlan,
    ],
    optional: items.flatMap(({ item, needed }) =>
      needed === 'optional' ? [{ item, neededAt: 'registration' as const }] : [],
    ),
    demographics,
  };
}

import type { Immediacy, RecipientName, Tier } from './words';
import { isContact } from './words';

/** What a mandate for one disclosure is judged by. domain.md §3.4 */
export interface DisclosureFacts {
  readonly immediacy: Immediacy;
  /** What the client said of this recipient. Silence is neither consent nor refusal. */
  readonly answer: ClientAnswer;
  readonly recipient: RecipientName;
  readonly tier: Tier;
  /** The client's permission, given earlier, to tell this recipient at this tier if they cannot be asked. */
  readonly planPermission: boolean;
}

export type ClientAnswer = 'consented' | 'silent' | 'not-asked' | 'refused';

/** What the law asks for, each recorded with the mandate: UK GDPR Articles 6 and 9, and the common-law duty. */
export interface Gateways {
  readonly article6: string;
  readonly article9: string;
  readonly confidence: string;
}

export type Ruling =
  | { readonly result: 'allowed'; readonly row: number; readonly gateways: Gateways }
  | { readonly result: 'refused'; readonly row: number | null; readonly because: string };

export interface Rulings {
  readonly rulings: readonly Ruling[];
  /** What would be lawful instead. */
  readonly offers: readonly string[];
}

interface Row {
  readonly row: number;
  readonly when: (facts: DisclosureFacts) => boolean;
  readonly gateways: Gateways;
}

const byConsent: Gateways = { article6: '6(1)(a)', article9: '9(2)(a)', confidence: 'consent' };

const consentsNow = (facts: DisclosureFacts): boolean => facts.answer === 'consented';

const permittedForAnEmergency = (facts: DisclosureFacts): boolean =>
  facts.immediacy === 'immediate' && facts.answer === 'silent' && facts.planPermission;

/** The rows of domain.md §3.4 that let a disclosure go without a second person, in the table's order. */
const rows: readonly Row[] = [
  { row: 1, when: consentsNow, gateways: byConsent },
  { row: 2, when: permittedForAnEmergency, gateways: byConsent },
];

/** Pure and total: every fact pattern has at least one ruling, and a refusal says what would be lawful instead. */
export function rulingsFor(facts: DisclosureFacts): Rulings {
  if (isContact(facts.recipient) && facts.tier === 'summary') {
    return {
      rulings: [{ result: 'refused', row: null, because: 'A contact is never told a summary.' }],
      offers: ['Tell the contact at the tier "concern" or "attention".'],
    };
  }
  const open = rows.filter((row) => row.when(facts));
  if (open.length > 0) {
    return { rulings: open.map(({ row, gateways }) => ({ result: 'allowed', row, gateways })), offers: [] };
  }
  return refusal(facts);
}

function refusal({ immediacy, answer }: DisclosureFacts): Rulings {
  const talk = 'Talk with the client again, or ask them again.';
  const emergency = 'If there is danger now, call 999 yourself and record it.';
  if (immediacy === 'watchful') {
    const because = 'A watchful concern discloses to nobody without consent.';
    return { rulings: [{ result: 'refused', row: 10, because }], offers: [talk] };
  }
  if (answer === 'refused') {
    const because = 'The client refused, and the refusal of a person with capacity stands.';
    return {
      rulings: [{ result: 'refused', row: 9, because }],
      offers: [talk, 'Assess capacity if it is in doubt.', emergency],
    };
  }
  const because = 'The client has not agreed, and silence is no consent.';
  return { rulings: [{ result: 'refused', row: null, because }], offers: [talk, emergency] };
}

/** The mandate that the least intrusive allowed row gives, or null. */
export function mandateFor(facts: DisclosureFacts): { readonly row: number; readonly gateways: Gateways } | null {
  for (const ruling of rulingsFor(facts).rulings) if (ruling.result === 'allowed') return ruling;
  return null;
}

const tierOrder: readonly Tier[] = ['attention', 'concern', 'summary'];

/** Agreeing at a tier refuses the higher ones. contract.md §3 */
export const coversTier = (agreed: Tier, asked: Tier): boolean => tierOrder.indexOf(asked) <= tierOrder.indexOf(agreed);

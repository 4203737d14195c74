import type { DisclosureFacts, LawfulRow, MandateRules } from './mandate-facts';
import { isContact } from './words';

/** What the law asks for, each recorded with the mandate: UK GDPR Articles 6 and 9, and the common-law duty. */
export interface Gateways {
  readonly article6: string;
  readonly article9: string;
  readonly confidence: string;
}

/** What must still be recorded before the row carries a disclosure. */
export const needs = [
  'capacity-assessor',
  'capacity-assessed-at',
  'capacity-grounds',
  /** In the reason: past wishes weighed, an attorney or deputy asked. Mental Capacity Act 2005 s.4 */
  'best-interests',
  /** In the reason: what speaks for telling, weighed against the confidence. */
  'balance',
  /** In the reason: which limb of DPA 2018 Sch 1 para 18(2) excuses the missing consent. */
  'safeguarding-limb',
  'safeguarding-authority-told-first',
  /** In the reason: which law or order. */
  'legal-basis',
  'dpo-release',
] as const;
export type Need = (typeof needs)[number];

export interface Row {
  readonly row: LawfulRow;
  readonly when: (facts: DisclosureFacts) => boolean;
  readonly gateways: (facts: DisclosureFacts, rules: MandateRules) => Gateways;
  readonly result: 'allowed' | 'needs-second-approval' | 'needs-release';
  readonly needs: (facts: DisclosureFacts) => readonly Need[];
}

/** Changes whenever a row does: a mandate says by which version of the table it was given. */
export const tableVersion = 1;

const isPressing = ({ immediacy }: DisclosureFacts): boolean => immediacy !== 'watchful';
const cannotDecide = ({ capacity }: DisclosureFacts): boolean => capacity.state !== 'presumed';
const wasNotHeard = ({ answer }: DisclosureFacts): boolean => answer === 'silent' || answer === 'not-asked';
const isSafeguarded = ({ atRisk }: DisclosureFacts): boolean => atRisk !== 'no';

/** Those who can avert harm to others; a contact only if they are the one in danger. */
const canAvertHarm = ({ recipient, personInDanger }: DisclosureFacts): boolean =>
  !isContact(recipient) || recipient === personInDanger;

const byConsent = (): Gateways => ({ article6: '6(1)(a)', article9: '9(2)(a)', confidence: 'consent' });
const safeguarding = ({ nhsBody }: MandateRules): string => (nhsBody ? '6(1)(e)' : '6(1)(ea)');
const legitimateInterests = ({ nhsBody }: MandateRules): string => (nhsBody ? '6(1)(e)' : '6(1)(f)');
const safeguardingCondition = '9(2)(g) with DPA 2018 Sch 1 para 18';

const nothing = (): readonly Need[] => [];

function assessment({ capacity }: DisclosureFacts): readonly Need[] {
  if (capacity.state === 'presumed') return [];
  return [
    ...(capacity.assessor === null ? (['capacity-assessor'] as const) : []),
    ...(capacity.assessedAt === null ? (['capacity-assessed-at'] as const) : []),
    ...(capacity.grounds === null ? (['capacity-grounds'] as const) : []),
  ];
}

/**
 * The rows of domain.md §3.4 that let a disclosure go, in the table's order, which is from the least intrusive: by the
 * client's own will, in their interest, for safeguarding, for care, for others, by law.
 */
export const rows: readonly Row[] = [
  {
    row: 1,
    when: (facts) => facts.answer === 'consented' && !cannotDecide(facts) && !facts.coercionEvidence,
    gateways: byConsent,
    result: 'allowed',
    needs: nothing,
  },
  {
    row: 2,
    when: (facts) => facts.immediacy === 'immediate' && facts.answer === 'silent' && facts.planPermission,
    gateways: byConsent,
    result: 'allowed',
    needs: nothing,
  },
  {
    row: 3,
    when: (facts) => facts.immediacy === 'immediate' && cannotDecide(facts),
    gateways: () => ({ article6: '6(1)(d)', article9: '9(2)(c)', confidence: 'best interests (MCA 2005 s.4)' }),
    result: 'needs-second-approval',
    needs: (facts) => [...assessment(facts), 'best-interests'],
  },
  {
    row: 4,
    when: (facts) => isPressing(facts) && wasNotHeard(facts) && isSafeguarded(facts),
    gateways: (_facts, rules) => ({
      article6: safeguarding(rules),
      article9: safeguardingCondition,
      confidence: 'public interest or best interests',
    }),
    result: 'needs-second-approval',
    needs: (facts) => [...assessment(facts), 'safeguarding-limb', 'balance'],
  },
  {
    row: 5,
    when: (facts) =>
      isPressing(facts) &&
      facts.answer === 'refused' &&
      !cannotDecide(facts) &&
      isSafeguarded(facts) &&
      (facts.harmToOthers || facts.coercionEvidence),
    gateways: ({ harmToOthers }, rules) => ({
      article6: safeguarding(rules),
      article9: safeguardingCondition,
      confidence: harmToOthers ? 'serious harm to others' : 'evidenced coercion',
    }),
    result: 'needs-second-approval',
    needs: ({ recipient }) => [
      'safeguarding-limb',
      'balance',
      ...(recipient === 'safeguarding-authority' ? [] : (['safeguarding-authority-told-first'] as const)),
    ],
  },
  {
    row: 6,
    when: (facts) => isPressing(facts) && facts.answer === 'silent' && facts.recipient === 'gp',
    gateways: (_facts, rules) => ({
      article6: legitimateInterests(rules),
      article9: '9(2)(h) with DPA 2018 Sch 1 para 2 and s.11 (secrecy)',
      confidence: 'implied consent',
    }),
    result: 'needs-second-approval',
    needs: assessment,
  },
  {
    row: 7,
    when: (facts) => facts.harmToOthers && canAvertHarm(facts),
    gateways: (facts, { nhsBody }) => ({
      article6: nhsBody ? '6(1)(e)' : '6(1)(ea) or 6(1)(f)',
      article9: cannotDecide(facts) ? '9(2)(c)' : '9(2)(g) with DPA 2018 Sch 1 para 10 or 18',
      confidence: 'overriding public interest',
    }),
    result: 'needs-second-approval',
    needs: (facts) => [...assessment(facts), 'balance'],
  },
  {
    row: 8,
    when: (facts) => facts.legalRequirement,
    gateways: () => ({
      article6: '6(1)(c)',
      article9: 'the condition that matches the law or order',
      confidence: 'law',
    }),
    result: 'needs-release',
    needs: () => ['legal-basis', 'dpo-release'],
  },
];

/** The rows that rest on the appropriate policy document. */
const onThePolicyDocument: readonly LawfulRow[] = [4, 5, 7];

/** Why the organisation has closed this row, or null if it is open. */
export function whyClosed(row: LawfulRow, rules: MandateRules): string | null {
  if (rules.closedRows.includes(row)) return `The data protection officer has closed row ${row}.`;
  if (onThePolicyDocument.includes(row) && rules.appropriatePolicyDocument === null) {
    return `Row ${row} is closed until the appropriate policy document is on file.`;
  }
  if (row === 6 && !rules.directCareEnabled) return 'Row 6 is closed: direct care is not enabled.';
  return null;
}

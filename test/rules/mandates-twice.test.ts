import fc from 'fast-check';
import {
  type DisclosureFacts,
  type LawfulRow,
  lawfulRows,
  type MandateRules,
} from '../../workflows/urgent-care/mandate-facts';
import { rulingsFor } from '../../workflows/urgent-care/mandates';
import { everyPattern, everythingOpen } from './every-pattern';

/**
 * The table of domain.md §3.4 once more, read anew from its text and built the other way round: not rows that look for
 * facts, but a walk through a case that collects what would carry the disclosure. Every combination of the facts must come
 * to the same in both.
 */
function carriedBy(f: DisclosureFacts): Set<number> {
  const found = new Set<number>();
  if (f.tier === 'summary' && f.recipient.startsWith('contact')) return found;

  // Law stands apart from everything that the client says or suffers.
  if (f.legalRequirement) found.add(8);

  // Harm to others: authorities and the GP; whoever else must be the one in danger.
  if (f.harmToOthers) {
    const authorityOrGp = ['police', 'safeguarding-authority', 'gp'].includes(f.recipient);
    if (authorityOrGp || f.recipient === f.personInDanger) found.add(7);
  }

  // Somebody who cannot decide: consent is none; their vital interests count while the danger is immediate.
  const hasCapacity = f.capacity.state === 'presumed';
  if (!hasCapacity && f.immediacy === 'immediate') found.add(3);

  if (f.answer === 'consented') {
    if (hasCapacity && !f.coercionEvidence) found.add(1);
    return found;
  }
  // At a watchful concern nothing below counts: it goes at the client's pace.
  if (f.immediacy === 'watchful') return found;

  const atRisk = f.atRisk === 'child' || f.atRisk === 'adult-at-risk';
  if (f.answer === 'refused') {
    if (atRisk && hasCapacity && (f.harmToOthers || f.coercionEvidence)) found.add(5);
    return found;
  }
  if (atRisk) found.add(4);
  if (f.answer === 'not-asked') return found;

  // Silent.
  if (f.recipient === 'gp') found.add(6);
  if (f.immediacy === 'immediate' && f.planPermission) found.add(2);
  return found;
}

/** What the refusal is called, where nothing is open. */
function refusedAs(f: DisclosureFacts, closed: number): number | null | 'only-closed' {
  if (f.tier === 'summary' && f.recipient.startsWith('contact')) return null;
  if (f.immediacy === 'watchful') return 10;
  if (f.answer === 'refused' && f.capacity.state === 'presumed' && !f.harmToOthers) return 9;
  return closed > 0 ? 'only-closed' : null;
}

const resultOf = (row: number): string => {
  if (row <= 2) return 'allowed';
  return row === 8 ? 'needs-release' : 'needs-second-approval';
};

const isClosed = (row: number, rules: MandateRules): boolean =>
  rules.closedRows.some((one) => one === row) ||
  ([4, 5, 7].includes(row) && !rules.appropriatePolicyDocument) ||
  (row === 6 && !rules.directCareEnabled);

/** Both tables' answer in one line, so that a difference shows the facts it is about. */
function expected(facts: DisclosureFacts, rules: MandateRules): string {
  const carried = [...carriedBy(facts)].toSorted((a, b) => a - b);
  const open = carried.filter((row) => !isClosed(row, rules));
  const closed = carried.filter((row) => isClosed(row, rules));
  const standing = open.length > 0 ? 'only-closed' : refusedAs(facts, closed.length);
  return [
    ...open.map((row) => `${row} ${resultOf(row)}`),
    ...closed.map((row) => `${row} closed`),
    ...(standing === 'only-closed' ? [] : [`${standing} refused`]),
  ].join(', ');
}

const answered = (facts: DisclosureFacts, rules: MandateRules): string =>
  rulingsFor(facts, rules)
    .rulings.map((ruling) => {
      if (ruling.result !== 'refused') return `${ruling.row} ${ruling.result}`;
      return `${ruling.row} ${ruling.closed ? 'closed' : 'refused'}`;
    })
    .join(', ');

const organisations: readonly [string, MandateRules][] = [
  ['with everything open', everythingOpen],
  ['with direct care off', { ...everythingOpen, directCareEnabled: false }],
  ['without a policy document', { ...everythingOpen, appropriatePolicyDocument: null }],
  ['with neither', { ...everythingOpen, directCareEnabled: false, appropriatePolicyDocument: null }],
];

test.each(organisations)('%s, both tables say the same of every combination of the facts', (_, rules) => {
  let patterns = 0;
  const differences: string[] = [];
  for (const facts of everyPattern()) {
    patterns += 1;
    const [ours, theirs] = [answered(facts, rules), expected(facts, rules)];
    if (ours !== theirs) differences.push(`${JSON.stringify(facts)}: ${ours} instead of ${theirs}`);
  }

  expect(patterns).toBe(3 * 4 * 5 * 3 * 3 * 3 * 6 * 16);
  expect(differences.slice(0, 3)).toEqual([]);
});

const patterns = [...everyPattern()];
const anyFacts = fc.nat({ max: patterns.length - 1 }).map((index) => patterns[index] as DisclosureFacts);
const anyRules: fc.Arbitrary<MandateRules> = fc.record({
  directCareEnabled: fc.boolean(),
  appropriatePolicyDocument: fc.constantFrom(null, everythingOpen.appropriatePolicyDocument),
  closedRows: fc.subarray<LawfulRow>([...lawfulRows]),
  nhsBody: fc.boolean(),
});
const always = (seed: number, property: (facts: DisclosureFacts, rules: MandateRules) => void): void =>
  fc.assert(fc.property(anyFacts, anyRules, property), { seed, numRuns: 2_000 });
const openIn = (facts: DisclosureFacts, rules: MandateRules): readonly (number | null)[] =>
  rulingsFor(facts, rules)
    .rulings.filter(({ result }) => result !== 'refused')
    .map(({ row }) => row);

describe('laws of the table', () => {
  test('both tables agree whatever the DPO has closed', () =>
    always(1, (facts, rules) => expect(answered(facts, rules)).toBe(expected(facts, rules))));

  test('there is always a ruling, and an offer exactly where nothing is open', () =>
    always(2, (facts, rules) => {
      const { rulings, offers } = rulingsFor(facts, rules);
      expect(rulings.length).toBeGreaterThan(0);
      expect(offers.length > 0).toBe(openIn(facts, rules).length === 0);
    }));

  test('to close a row never opens another, and closes that one', () =>
    always(3, (facts, rules) => {
      const before = openIn(facts, rules);
      for (const row of lawfulRows) {
        const after = openIn(facts, { ...rules, closedRows: [...rules.closedRows, row] });
        expect(after).toEqual(before.filter((one) => one !== row));
      }
    }));

  test('silence without a permission of the plan is never allowed at once', () =>
    always(4, (facts, rules) => {
      const silent = { ...facts, answer: 'silent', planPermission: false } as const;
      expect(rulingsFor(silent, rules).rulings.map(({ result }) => result)).not.toContain('allowed');
    }));

  test('a contact is never told a summary', () =>
    always(5, (facts, rules) => {
      const summary = { ...facts, recipient: 'contact-2', tier: 'summary' } as const;
      expect(rulingsFor(summary, rules).rulings).toMatchObject([{ result: 'refused', row: null }]);
    }));

  test('a watchful concern is told to nobody but by consent, for others, or by law', () =>
    always(6, (facts, rules) => {
      for (const row of openIn({ ...facts, immediacy: 'watchful' }, rules)) expect([1, 7, 8]).toContain(row);
    }));

  test('what is open has all three gateways, and an NHS body never relies on (ea) or (f)', () =>
    always(7, (facts, rules) => {
      for (const { gateways } of rulingsFor(facts, rules).rulings) {
        if (gateways === null) continue;
        expect(Object.values(gateways).filter((gateway) => gateway === '')).toEqual([]);
        if (rules.nhsBody) expect(gateways.article6).not.toMatch(/\((ea|f)\)/);
      }
    }));
});

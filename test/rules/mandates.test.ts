import {
  type Capacity,
  type DisclosureFacts,
  type MandateRules,
  nothingJudged,
} from '../../workflows/urgent-care/mandate-facts';
import { tableVersion } from '../../workflows/urgent-care/mandate-rows';
import {
  coversTier,
  mandateFor,
  openRulings,
  rulingsFor as rulingsUnder,
  stillBornOut,
} from '../../workflows/urgent-care/mandates';
import { recipientNames, type Tier, tiers } from '../../workflows/urgent-care/words';
import { assessed, everythingOpen } from './every-pattern';

/** The table of domain.md §3.4, row by row, in its own words. */

const silentInDanger: DisclosureFacts = {
  ...nothingJudged,
  immediacy: 'immediate',
  answer: 'silent',
  recipient: 'contact-1',
  tier: 'concern',
  planPermission: false,
};
const rulingsFor = (facts: Partial<DisclosureFacts>, rules: Partial<MandateRules> = {}) =>
  rulingsUnder({ ...silentInDanger, ...facts }, { ...everythingOpen, ...rules });
const openRows = (facts: Partial<DisclosureFacts>, rules: Partial<MandateRules> = {}): number[] =>
  openRulings({ ...silentInDanger, ...facts }, { ...everythingOpen, ...rules }).map(({ row }) => row);
const rulingOn = (row: number, facts: Partial<DisclosureFacts>, rules: Partial<MandateRules> = {}) =>
  rulingsFor(facts, rules).rulings.find((ruling) => ruling.row === row);

type Facts = Partial<DisclosureFacts>;
const lacking = assessed('assessed-lacking');
const incapable = assessed('incapable');
const byConsent = { article6: '6(1)(a)', article9: '9(2)(a)', confidence: 'consent' };

describe('row 1: consent now for this recipient and tier', () => {
  test.each<[string, Facts]>([
    ['in danger', {}],
    ['at a significant concern', { immediacy: 'significant' }],
    ['at a watchful concern', { immediacy: 'watchful' }],
    ['to the GP at a summary', { recipient: 'gp', tier: 'summary' }],
    ['whatever the plan says', { planPermission: true }],
  ])('%s: proceed, by consent', (_, facts) => {
    expect(rulingsFor({ answer: 'consented', ...facts })).toEqual({
      rulings: [{ result: 'allowed', row: 1, gateways: byConsent, needs: [] }],
      offers: [],
    });
  });

  test.each<[string, Facts]>([
    ['capacity is assessed as lacking', { capacity: lacking }],
    ['the client is incapable', { capacity: incapable }],
    ['there is evidence of coercion', { coercionEvidence: true }],
    ['nobody consented', { answer: 'silent' }],
  ])('not where %s', (_, facts) => {
    expect(openRows({ answer: 'consented', immediacy: 'significant', ...facts })).not.toContain(1);
  });
});

describe('row 2: immediate, silent, and a permission of the plan', () => {
  test('proceed, by consent', () => {
    expect(rulingsFor({ planPermission: true })).toEqual({
      rulings: [{ result: 'allowed', row: 2, gateways: byConsent, needs: [] }],
      offers: [],
    });
  });

  test.each<[string, Facts]>([
    ['the concern is only significant', { immediacy: 'significant' }],
    ['the plan gives no permission', { planPermission: false }],
    ['the client was not asked', { answer: 'not-asked' }],
    ['the client refused', { answer: 'refused' }],
  ])('not where %s', (_, facts) => {
    expect(openRows({ planPermission: true, ...facts })).toEqual([]);
  });
});

describe('row 3: immediate, any answer, incapable or assessed as lacking capacity', () => {
  test.each<[string, Facts]>([
    ['silent and incapable', { capacity: incapable }],
    ['refused and assessed as lacking', { answer: 'refused', capacity: lacking }],
    ['consented and incapable', { answer: 'consented', capacity: incapable }],
    ['not asked', { answer: 'not-asked', capacity: lacking }],
  ])('%s: second approval, in their best interests', (_, facts) => {
    expect(rulingOn(3, facts)).toEqual({
      result: 'needs-second-approval',
      row: 3,
      gateways: { article6: '6(1)(d)', article9: '9(2)(c)', confidence: 'best interests (MCA 2005 s.4)' },
      needs: ['best-interests'],
    });
  });

  test.each<[string, Facts]>([
    ['capacity is presumed: not answering is no evidence of incapacity', {}],
    ['the concern is only significant', { immediacy: 'significant', capacity: incapable }],
  ])('not where %s', (_, facts) => {
    expect(openRows(facts)).not.toContain(3);
  });

  test('what the assessment does not say yet is needed', () => {
    const unsaid: Capacity = { state: 'incapable', assessor: null, assessedAt: null, grounds: null };
    expect(rulingOn(3, { capacity: unsaid })).toMatchObject({
      needs: ['capacity-assessor', 'capacity-assessed-at', 'capacity-grounds', 'best-interests'],
    });
    expect(rulingOn(3, { capacity: { ...lacking, grounds: null } })).toMatchObject({
      needs: ['capacity-grounds', 'best-interests'],
    });
  });
});

describe('row 4: immediate or significant, silent or not asked, a child or an adult at risk', () => {
  test.each<[string, Facts]>([
    ['immediate, silent, a child', { atRisk: 'child' }],
    ['significant, silent, an adult at risk', { immediacy: 'significant', atRisk: 'adult-at-risk' }],
    ['significant, not asked, a child', { immediacy: 'significant', answer: 'not-asked', atRisk: 'child' }],
  ])('%s: second approval, for safeguarding', (_, facts) => {
    expect(rulingOn(4, facts)).toEqual({
      result: 'needs-second-approval',
      row: 4,
      gateways: {
        article6: '6(1)(ea)',
        article9: '9(2)(g) with DPA 2018 Sch 1 para 18',
        confidence: 'public interest or best interests',
      },
      needs: ['safeguarding-limb', 'balance'],
    });
  });

  test.each<[string, Facts]>([
    ['the client is neither', {}],
    ['the client refused', { answer: 'refused', atRisk: 'child' }],
    ['the client consented', { answer: 'consented', atRisk: 'child' }],
    ['the concern is watchful', { immediacy: 'watchful', atRisk: 'adult-at-risk' }],
  ])('not where %s', (_, facts) => {
    expect(openRows(facts)).not.toContain(4);
  });

  test('an NHS body relies on its public task', () => {
    expect(rulingOn(4, { atRisk: 'child' }, { nhsBody: true })).toMatchObject({ gateways: { article6: '6(1)(e)' } });
  });
});

describe('row 5: as row 4, but refused with capacity', () => {
  const refusedAtRisk: Facts = { answer: 'refused', atRisk: 'adult-at-risk' };

  test.each<[string, Facts, string]>([
    ['serious harm to others', { harmToOthers: true }, 'serious harm to others'],
    ['evidenced coercion', { coercionEvidence: true, immediacy: 'significant' }, 'evidenced coercion'],
  ])('only for %s: second approval, the safeguarding authority first', (_, facts, confidence) => {
    const ruling = rulingOn(5, { ...refusedAtRisk, ...facts });
    expect(ruling).toMatchObject({ result: 'needs-second-approval', gateways: { article6: '6(1)(ea)', confidence } });
    expect(ruling?.needs).toContain('safeguarding-authority-told-first');
  });

  test('the safeguarding authority itself may be told first', () => {
    const { needs = [] } =
      rulingOn(5, { ...refusedAtRisk, coercionEvidence: true, recipient: 'safeguarding-authority' }) ?? {};
    expect(needs).toEqual(['safeguarding-limb', 'balance']);
  });

  test.each<[string, Facts]>([
    ['neither harm to others nor coercion is there', {}],
    ['the client is not at risk', { atRisk: 'no', coercionEvidence: true }],
    ['capacity is lacking', { capacity: lacking, coercionEvidence: true }],
    ['the client was silent', { answer: 'silent', coercionEvidence: true }],
    ['the concern is watchful', { immediacy: 'watchful', coercionEvidence: true }],
  ])('not where %s', (_, facts) => {
    expect(openRows({ ...refusedAtRisk, ...facts })).not.toContain(5);
  });
});

describe('row 6: immediate or significant, silent, the GP only', () => {
  test('second approval, for direct care, by implied consent', () => {
    expect(rulingsFor({ immediacy: 'significant', recipient: 'gp', tier: 'summary' }).rulings).toEqual([
      {
        result: 'needs-second-approval',
        row: 6,
        gateways: {
          article6: '6(1)(f)',
          article9: '9(2)(h) with DPA 2018 Sch 1 para 2 and s.11 (secrecy)',
          confidence: 'implied consent',
        },
        needs: [],
      },
    ]);
  });

  test.each<[string, Facts]>([
    ['a contact', { recipient: 'contact-1' }],
    ['the police', { recipient: 'police' }],
    ['the GP of a client who was not asked', { answer: 'not-asked' }],
    ['the GP of a client who refused', { answer: 'refused' }],
    ['the GP at a watchful concern', { immediacy: 'watchful' }],
  ])('not for %s', (_, facts) => {
    expect(openRows({ recipient: 'gp', ...facts })).not.toContain(6);
  });

  test('only if the DPO has enabled it', () => {
    expect(rulingsFor({ recipient: 'gp' }, { directCareEnabled: false }).rulings).toEqual([
      expect.objectContaining({ row: 6, result: 'refused', closed: true }),
    ]);
  });
});

describe('row 7: serious harm to others, any answer or capacity', () => {
  test.each<[string, Facts]>([
    ['the police, refused', { recipient: 'police', answer: 'refused' }],
    ['the safeguarding authority, not asked', { recipient: 'safeguarding-authority', answer: 'not-asked' }],
    ['the GP at a watchful concern', { recipient: 'gp', immediacy: 'watchful' }],
    ['a contact who is the person in danger', { personInDanger: 'contact-1' }],
  ])('%s: second approval, in the overriding public interest', (_, facts) => {
    expect(rulingOn(7, { harmToOthers: true, ...facts })).toEqual({
      result: 'needs-second-approval',
      row: 7,
      gateways: {
        article6: '6(1)(ea) or 6(1)(f)',
        article9: '9(2)(g) with DPA 2018 Sch 1 para 10 or 18',
        confidence: 'overriding public interest',
      },
      needs: ['balance'],
    });
  });

  test('by vital interests if the client is incapable; an NHS body by its public task', () => {
    const facts: Facts = { harmToOthers: true, recipient: 'police', capacity: incapable };
    expect(rulingOn(7, facts, { nhsBody: true })).toMatchObject({
      gateways: { article6: '6(1)(e)', article9: '9(2)(c)' },
    });
  });

  test.each<[string, Facts]>([
    ['nobody else may come to harm', { harmToOthers: false, recipient: 'police' }],
    ['a contact is not the one in danger', {}],
    ['a contact is told of danger to the other one', { personInDanger: 'contact-2' }],
  ])('not where %s', (_, facts) => {
    expect(openRows({ harmToOthers: true, ...facts })).not.toContain(7);
  });
});

describe('row 8: law or court order', () => {
  test.each(recipientNames)('%s: the DPO releases, whatever the client says', (recipient) => {
    expect(rulingOn(8, { recipient, answer: 'refused', immediacy: 'watchful', legalRequirement: true })).toEqual({
      result: 'needs-release',
      row: 8,
      gateways: { article6: '6(1)(c)', article9: 'the condition that matches the law or order', confidence: 'law' },
      needs: ['legal-basis', 'dpo-release'],
    });
  });
});

describe('refusals name their row and what would be lawful instead', () => {
  test.each<[string, number | null, Facts]>([
    ['refused, with capacity, risk to self only', 9, { answer: 'refused' }],
    ['the same at a significant concern', 9, { immediacy: 'significant', answer: 'refused' }],
    ['a watchful concern, silence', 10, { immediacy: 'watchful' }],
    ['a watchful concern, refused', 10, { immediacy: 'watchful', answer: 'refused' }],
    [
      'a watchful concern, consent under coercion',
      10,
      { immediacy: 'watchful', answer: 'consented', coercionEvidence: true },
    ],
    ['silence, and no permission', null, {}],
    ['not asked', null, { answer: 'not-asked' }],
    [
      'refused without capacity, not immediate',
      null,
      { immediacy: 'significant', answer: 'refused', capacity: lacking },
    ],
    ['refused, harm to others, but the contact is not in danger', null, { answer: 'refused', harmToOthers: true }],
    ['consent under coercion', null, { answer: 'consented', coercionEvidence: true }],
    ['a contact at a summary, though the client agreed', null, { answer: 'consented', tier: 'summary' }],
    ['a contact at a summary, though the law asks', null, { legalRequirement: true, tier: 'summary' }],
  ])('%s: row %p', (_, row, facts) => {
    const { rulings, offers } = rulingsFor(facts);

    expect(rulings).toEqual([
      { result: 'refused', row, gateways: null, needs: [], because: expect.stringMatching(/^[A-Z].+\.$/) },
    ]);
    expect(offers).not.toEqual([]);
  });

  test('where the refusal stands: talk again, capacity if in doubt, and 999', () => {
    expect(rulingsFor({ answer: 'refused' }).offers).toEqual([
      expect.stringMatching(/talk/i),
      expect.stringMatching(/capacity/i),
      expect.stringMatching(/999/),
    ]);
  });

  test('a contact is offered the lower tiers', () => {
    expect(rulingsFor({ tier: 'summary' }).offers).toEqual([expect.stringMatching(/concern.*attention/)]);
  });
});

describe('every matching row is offered, the least intrusive first', () => {
  test('a child in danger who is silent and incapable, whom the plan permits to speak of, and who endangers others', () => {
    const facts: Facts = {
      recipient: 'gp',
      planPermission: true,
      capacity: incapable,
      atRisk: 'child',
      harmToOthers: true,
      legalRequirement: true,
    };
    expect(openRows(facts)).toEqual([2, 3, 4, 6, 7, 8]);
  });

  test('closed rows stand after the open ones', () => {
    const { rulings, offers } = rulingsFor({ planPermission: true, atRisk: 'child' }, { closedRows: [2] });
    expect(rulings).toMatchObject([
      { row: 4, result: 'needs-second-approval' },
      { row: 2, result: 'refused', closed: true },
    ]);
    expect(offers).toEqual([]);
  });
});

describe('the organisation closes rows', () => {
  test.each<[number, Facts]>([
    [4, { atRisk: 'child' }],
    [5, { answer: 'refused', atRisk: 'child', coercionEvidence: true }],
    [7, { harmToOthers: true, recipient: 'police' }],
  ])('row %i until the policy document is on file', (row, facts) => {
    expect(rulingOn(row, facts, { appropriatePolicyDocument: null })).toMatchObject({
      result: 'refused',
      closed: true,
      because: expect.stringMatching(/policy document/),
    });
  });

  test('a row that the DPO closed refuses, and says whom to ask', () => {
    const { rulings, offers } = rulingsFor({ capacity: incapable }, { closedRows: [3] });
    expect(rulings).toMatchObject([{ row: 3, result: 'refused', closed: true }]);
    expect(offers).toContainEqual(expect.stringMatching(/data protection officer/));
  });

  test('a refusal that stands is named beside the row that was closed', () => {
    const facts: Facts = { answer: 'refused', atRisk: 'child', coercionEvidence: true };
    expect(rulingsFor(facts, { closedRows: [5] }).rulings).toMatchObject([{ row: 5, closed: true }, { row: 9 }]);
  });
});

describe('a mandate without a second person', () => {
  test('is what the least intrusive allowed row gives', () => {
    expect(mandateFor({ ...silentInDanger, planPermission: true }, everythingOpen)).toMatchObject({
      row: 2,
      gateways: byConsent,
    });
  });

  test('is none where a second person must approve', () => {
    expect(mandateFor({ ...silentInDanger, atRisk: 'child' }, everythingOpen)).toBeNull();
  });
});

describe('an override that was approved', () => {
  const bornOut = (row: number, facts: Facts, rules: Partial<MandateRules> = {}): boolean =>
    stillBornOut(row, { ...silentInDanger, ...facts }, { ...everythingOpen, ...rules });

  test.each<[string, boolean, number, Facts]>([
    ['row 4 stands while the client is silent', true, 4, { atRisk: 'child' }],
    ['row 4 stands when the client agrees', true, 4, { atRisk: 'child', answer: 'consented' }],
    ['row 4 falls when the client refuses: it would be row 5', false, 4, { atRisk: 'child', answer: 'refused' }],
    ['row 6 falls when the client refuses', false, 6, { recipient: 'gp', answer: 'refused' }],
    ['row 3 stands whatever the answer', true, 3, { capacity: lacking, answer: 'refused' }],
    ['row 7 stands whatever the answer', true, 7, { recipient: 'police', harmToOthers: true, answer: 'refused' }],
    ['row 5 stands when the client agrees', true, 5, { atRisk: 'child', coercionEvidence: true, answer: 'consented' }],
  ])('%s', (_, stands, row, facts) => {
    expect(bornOut(row, facts)).toBe(stands);
  });

  test('falls when the DPO closes its row', () => {
    expect(bornOut(3, { capacity: lacking }, { closedRows: [3] })).toBe(false);
  });
});

test('the table has a version', () => expect(tableVersion).toBe(1));

test.each<[agreed: Tier, covered: readonly Tier[]]>([
  ['attention', ['attention']],
  ['concern', ['attention', 'concern']],
  ['summary', ['attention', 'concern', 'summary']],
])('agreeing at "%s" covers %p and refuses what is higher', (agreed, covered) => {
  expect(tiers.filter((asked) => coversTier(agreed, asked))).toEqual(covered);
});

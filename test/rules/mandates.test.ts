import {
  type ClientAnswer,
  coversTier,
  type DisclosureFacts,
  mandateFor,
  rulingsFor,
} from '../../workflows/urgent-care/mandates';
import { immediacies, recipientNames, type Tier, tiers } from '../../workflows/urgent-care/words';

/** The table of domain.md §3.4, as far as this version has it. */

const clientAnswers: readonly ClientAnswer[] = ['consented', 'silent', 'not-asked', 'refused'];

/** Every fact pattern there is. */
const everyPattern: readonly DisclosureFacts[] = immediacies.flatMap((immediacy) =>
  clientAnswers.flatMap((answer) =>
    recipientNames.flatMap((recipient) =>
      tiers.flatMap((tier) =>
        [true, false].map((planPermission) => ({ immediacy, answer, recipient, tier, planPermission })),
      ),
    ),
  ),
);

const silentInDanger: DisclosureFacts = {
  immediacy: 'immediate',
  answer: 'silent',
  recipient: 'contact-1',
  tier: 'concern',
  planPermission: true,
};

const byConsent = { article6: '6(1)(a)', article9: '9(2)(a)', confidence: 'consent' };

describe('the rows that let a disclosure go', () => {
  test.each<[string, number, Partial<DisclosureFacts>]>([
    ['consent now', 1, { answer: 'consented', planPermission: false }],
    ['consent now, whatever the plan says', 1, { answer: 'consented' }],
    ['consent now, at a significant concern', 1, { immediacy: 'significant', answer: 'consented' }],
    ['consent now, at a watchful concern', 1, { immediacy: 'watchful', answer: 'consented' }],
    ['consent now, to the GP, at a summary', 1, { answer: 'consented', recipient: 'gp', tier: 'summary' }],
    ['danger now, silence, and a permission in the plan', 2, {}],
    ['the same for the GP at a summary', 2, { recipient: 'gp', tier: 'summary' }],
  ])('%s: row %i, by consent', (_, row, facts) => {
    expect(rulingsFor({ ...silentInDanger, ...facts })).toEqual({
      rulings: [{ result: 'allowed', row, gateways: byConsent }],
      offers: [],
    });
  });

  test.each<[string, Partial<DisclosureFacts>]>([
    ['the concern is only significant', { immediacy: 'significant' }],
    ['the plan gives no permission', { planPermission: false }],
    ['the client was not asked', { answer: 'not-asked' }],
    ['the client refused', { answer: 'refused' }],
  ])('row 2 is closed when %s', (_, facts) => {
    expect(mandateFor({ ...silentInDanger, ...facts })).toBeNull();
  });
});

describe('refusals name their row and what would be lawful instead', () => {
  test.each<[string, number | null, Partial<DisclosureFacts>]>([
    ['the client refused', 9, { answer: 'refused' }],
    ['the client refused, at a significant concern', 9, { immediacy: 'significant', answer: 'refused' }],
    ['a watchful concern, silence', 10, { immediacy: 'watchful' }],
    ['a watchful concern, refused', 10, { immediacy: 'watchful', answer: 'refused' }],
    ['silence, and no permission', null, { planPermission: false }],
    ['not asked', null, { answer: 'not-asked' }],
    ['a contact at a summary, though the client agreed', null, { answer: 'consented', tier: 'summary' }],
    ['a contact at a summary, refused', null, { answer: 'refused', tier: 'summary' }],
  ])('%s: row %p', (_, row, facts) => {
    const { rulings, offers } = rulingsFor({ ...silentInDanger, ...facts });

    expect(rulings).toEqual([{ result: 'refused', row, because: expect.stringMatching(/^[A-Z].+\.$/) }]);
    expect(offers).not.toEqual([]);
  });

  test('where the refusal stands: talk again, capacity if in doubt, and 999', () => {
    expect(rulingsFor({ ...silentInDanger, answer: 'refused' }).offers).toEqual([
      expect.stringMatching(/talk/i),
      expect.stringMatching(/capacity/i),
      expect.stringMatching(/999/),
    ]);
  });

  test('a contact is offered the lower tiers', () => {
    expect(rulingsFor({ ...silentInDanger, tier: 'summary' }).offers).toEqual([
      expect.stringMatching(/concern.*attention/),
    ]);
  });
});

describe('over every fact pattern', () => {
  const allowed = (facts: DisclosureFacts): boolean => mandateFor(facts) !== null;

  test('there is a ruling, and allowed and refused are never mixed', () => {
    for (const facts of everyPattern) {
      const { rulings, offers } = rulingsFor(facts);
      const results = new Set(rulings.map(({ result }) => result));

      expect(results.size).toBe(1);
      expect(offers.length > 0).toBe(results.has('refused'));
    }
  });

  test('silence allows nothing but in immediate danger with a permission in the plan', () => {
    const bySilence = everyPattern.filter((facts) => facts.answer === 'silent' && allowed(facts));

    expect(bySilence.length).toBeGreaterThan(0);
    for (const { immediacy, planPermission } of bySilence) {
      expect({ immediacy, planPermission }).toEqual({ immediacy: 'immediate', planPermission: true });
    }
  });

  test('a watchful concern is told to nobody without consent', () => {
    const watchful = everyPattern.filter((facts) => facts.immediacy === 'watchful' && allowed(facts));

    expect(new Set(watchful.map(({ answer }) => answer))).toEqual(new Set(['consented']));
  });

  test.each<ClientAnswer>(['refused', 'not-asked'])('a client who is "%s" has nobody told', (answer) => {
    expect(everyPattern.filter((facts) => facts.answer === answer && allowed(facts))).toEqual([]);
  });

  test('a contact is never told a summary', () => {
    const summaries = everyPattern.filter(({ recipient, tier }) => /contact/.test(recipient) && tier === 'summary');

    expect(summaries.filter(allowed)).toEqual([]);
  });

  test('consent always lets go, but for a summary to a contact', () => {
    const consented = everyPattern.filter(({ answer }) => answer === 'consented');

    expect(consented.filter((facts) => !allowed(facts)).every(({ tier }) => tier === 'summary')).toBe(true);
  });

  test('the mandate is one of the allowed rulings, with all three gateways', () => {
    for (const facts of everyPattern) {
      const mandate = mandateFor(facts);
      if (mandate === null) continue;
      expect(rulingsFor(facts).rulings).toContainEqual(expect.objectContaining(mandate));
      expect(Object.values(mandate.gateways).every((gateway) => gateway !== '')).toBe(true);
    }
  });
});

test.each<[agreed: Tier, covered: readonly Tier[]]>([
  ['attention', ['attention']],
  ['concern', ['attention', 'concern']],
  ['summary', ['attention', 'concern', 'summary']],
])('agreeing at "%s" covers %p and refuses what is higher', (agreed, covered) => {
  expect(tiers.filter((asked) => coversTier(agreed, asked))).toEqual(covered);
});

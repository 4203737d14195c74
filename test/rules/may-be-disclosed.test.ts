import { type DisclosureNow, isInForce, mayBeDisclosed } from '../../records/urgent-care/may-be-disclosed';
import { type DisclosureFacts, nothingJudged } from '../../workflows/urgent-care/mandate-facts';
import { outcomeKinds, recipientNames } from '../../workflows/urgent-care/words';
import { assessed, everythingOpen } from './every-pattern';

/** What is read again in the transaction that records a dispatch, and whether the message may go. domain.md §3.6 */

const byConsent: DisclosureNow = {
  kind: 'consent',
  row: 1,
  facts: {
    ...nothingJudged,
    immediacy: 'immediate',
    answer: 'consented',
    recipient: 'contact-1',
    tier: 'concern',
    planPermission: false,
  },
  rules: everythingOpen,
  neverContact: [],
  outcome: null,
  clientIsHeld: false,
};
const nowThat = (facts: Partial<DisclosureFacts>): DisclosureNow => ({
  ...byConsent,
  facts: { ...byConsent.facts, ...facts },
});
const override = (row: number, facts: Partial<DisclosureFacts>): DisclosureNow => ({
  ...nowThat({ answer: 'silent', planPermission: false, ...facts }),
  kind: 'override',
  row,
});
const lacking = assessed('assessed-lacking');

describe('a mandate by consent lets a message go', () => {
  test.each<[string, DisclosureNow]>([
    ['while the client agrees', byConsent],
    ['while they are silent in danger, and their plan permits it', nowThat({ answer: 'silent', planPermission: true })],
    ['though somebody else is never to be contacted', { ...byConsent, neverContact: ['contact-2', 'gp'] }],
  ])('%s', (_, now) => {
    expect(mayBeDisclosed(now)).toBe(true);
  });

  test.each<[string, DisclosureNow]>([
    ['once they refuse', nowThat({ answer: 'refused' })],
    ['once they refuse, though their plan permits it', nowThat({ answer: 'refused', planPermission: true })],
    ['while they are silent, and no plan permits it', nowThat({ answer: 'silent', planPermission: false })],
    [
      'where only a second person could let it go',
      nowThat({ answer: 'silent', planPermission: false, atRisk: 'child' }),
    ],
    ['to who is on the never-contact list by now', { ...byConsent, neverContact: ['contact-1'] }],
    ['once the DPO has closed its row', { ...byConsent, rules: { ...everythingOpen, closedRows: [1] } }],
    ['about a client who has died', { ...byConsent, clientIsHeld: true }],
  ])('not %s', (_, now) => {
    expect(mayBeDisclosed(now)).toBe(false);
  });

  test.each(outcomeKinds)('not once a person said what came of it: %s', (outcome) => {
    expect(mayBeDisclosed({ ...byConsent, outcome })).toBe(false);
  });
});

describe('a mandate by override lets a message go', () => {
  test.each<[string, DisclosureNow]>([
    ['for a child, while they are silent', override(4, { atRisk: 'child' })],
    ['and when they agree after all', override(4, { atRisk: 'child', answer: 'consented' })],
    ['in their best interests, whatever they say', override(3, { capacity: lacking, answer: 'refused' })],
    [
      'for harm to others, whatever they say',
      override(7, { recipient: 'police', harmToOthers: true, answer: 'refused' }),
    ],
    [
      'by law, whatever they say',
      { ...override(8, { recipient: 'police', legalRequirement: true, answer: 'refused' }), kind: 'law' },
    ],
  ])('%s', (_, now) => {
    expect(mayBeDisclosed(now)).toBe(true);
  });

  test.each<[string, DisclosureNow]>([
    ['once who was silent refuses', override(4, { atRisk: 'child', answer: 'refused' })],
    ['on another row than its own, though that one is open', override(4, { capacity: lacking })],
    ['by the plan’s permission instead', override(4, { planPermission: true })],
    [
      'once the DPO has closed its row',
      { ...override(3, { capacity: lacking }), rules: { ...everythingOpen, closedRows: [3] } },
    ],
    [
      'to who is on the never-contact list by now',
      { ...override(4, { atRisk: 'child' }), neverContact: ['contact-1'] },
    ],
    ['about a client who has died', { ...override(4, { atRisk: 'child' }), clientIsHeld: true }],
    ['once a person said what came of it', { ...override(4, { atRisk: 'child' }), outcome: 'stood-down' }],
  ])('not %s', (_, now) => {
    expect(mayBeDisclosed(now)).toBe(false);
  });
});

test.each(recipientNames)('nothing lets a message to %s go while they are never to be contacted', (recipient) => {
  const agreedTo = nowThat({ recipient, answer: 'consented', legalRequirement: true, planPermission: true });
  expect(isInForce({ ...agreedTo, neverContact: [] })).toBe(true);
  expect(isInForce({ ...agreedTo, neverContact: [recipient] })).toBe(false);
});

test('a mandate outlives the outcome: who was told may still hear that it is over', () => {
  const ended: DisclosureNow = { ...byConsent, outcome: 'client-safe' };
  expect(isInForce(ended)).toBe(true);
});

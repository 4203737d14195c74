import type { Permission, Plan } from '../../records/people';
import { type CaseOnRecord, factsOf, type RecordedConsent, standing } from '../../records/urgent-care/disclosure-facts';
import type { DisclosureFacts, JudgedFacts } from '../../workflows/urgent-care/mandate-facts';
import { nothingJudged } from '../../workflows/urgent-care/mandate-facts';
import type { RecipientName, Tier } from '../../workflows/urgent-care/words';

/** From what is on record to the facts that a mandate is judged by. domain.md §3.2 and §3.4 */

const permission = (emergency: Tier | null): Permission => ({ now: 'concern', emergency });
const complete: Plan = {
  gp: { name: 'Dr Adeyemi', practice: 'Riverside', email: 'gp@riverside.example', phone: null },
  contacts: [
    { name: 'Ana', mobile: '+447700900101', email: null, relationship: 'sister' },
    { name: 'Ben', mobile: '+447700900102', email: null, relationship: 'friend' },
  ],
  permissions: { gp: permission('summary'), 'contact-1': permission('concern'), 'contact-2': permission(null) },
  neverContact: [],
};

/** Immediate; the client was asked about everybody of their plan, and is silent. */
const silent: CaseOnRecord = {
  immediacy: 'immediate',
  plan: complete,
  lacks: [],
  consents: new Map(),
  clientWasAsked: true,
  askedAbout: ['gp', 'contact-1', 'contact-2'],
};

let written = 0;
const said = (
  recipient: RecipientName,
  answer: 'agree' | 'refuse',
  tier: Tier | null = null,
  withdrawnAt: Date | null = null,
): RecordedConsent => {
  written += 1;
  return { id: `consent-${written}`, recipient, answer, tier, withdrawnAt };
};
const agreed = (recipient: RecipientName, tier: Tier = 'concern') => said(recipient, 'agree', tier);
const refused = (recipient: RecipientName) => said(recipient, 'refuse');
const withdrawn = (recipient: RecipientName) => said(recipient, 'agree', 'concern', new Date(0));

const afterSaying = (...words: readonly RecordedConsent[]): CaseOnRecord => ({ ...silent, consents: standing(words) });
const neverTelling = (recipient: RecipientName, onRecord: CaseOnRecord): CaseOnRecord => ({
  ...onRecord,
  plan: onRecord.plan && { ...onRecord.plan, neverContact: [recipient] },
});
const answerAbout = (recipient: RecipientName, onRecord: CaseOnRecord, tier: Tier = 'concern') =>
  factsOf(onRecord, recipient, tier).answer;

describe('what the client says of a recipient', () => {
  test.each<[string, CaseOnRecord, DisclosureFacts['answer']]>([
    ['nothing, though they were asked: silent', silent, 'silent'],
    ['nothing, and no message that asks them went out: not asked', { ...silent, clientWasAsked: false }, 'not-asked'],
    ['something of somebody else: silent', afterSaying(agreed('contact-2')), 'silent'],
    ['yes at this tier: consented', afterSaying(agreed('contact-1')), 'consented'],
    ['yes at a higher tier: consented', afterSaying(agreed('contact-1', 'summary')), 'consented'],
    ['yes at a lower tier refuses this one', afterSaying(agreed('contact-1', 'attention')), 'refused'],
    ['no: refused', afterSaying(refused('contact-1')), 'refused'],
    ['yes, and took it back: refused', afterSaying(withdrawn('contact-1')), 'refused'],
    ['no, and then yes: consented', afterSaying(refused('contact-1'), agreed('contact-1')), 'consented'],
    ['yes, and then no: refused', afterSaying(agreed('contact-1'), refused('contact-1')), 'refused'],
    ['yes, took it back, and yes again', afterSaying(withdrawn('contact-1'), agreed('contact-1')), 'consented'],
  ])('%s', (_, onRecord, answer) => {
    expect(answerAbout('contact-1', onRecord)).toBe(answer);
  });
});

describe('of the authorities nobody asks a client', () => {
  const everybody = ['gp', 'contact-1', 'contact-2'] as const;

  test.each<[string, CaseOnRecord, DisclosureFacts['answer']]>([
    ['who refuses everybody of their plan refuses them too', afterSaying(...everybody.map(refused)), 'refused'],
    ['so does who takes back everything', afterSaying(...everybody.map(withdrawn)), 'refused'],
    ['who refuses all but one is silent of them', afterSaying(refused('gp'), refused('contact-1')), 'silent'],
    [
      'who agrees to one is silent of them',
      afterSaying(refused('gp'), refused('contact-1'), agreed('contact-2')),
      'silent',
    ],
    ['who says nothing is silent of them', silent, 'silent'],
    [
      'who was asked about the GP alone refuses them with the GP',
      { ...afterSaying(refused('gp')), askedAbout: ['gp'] },
      'refused',
    ],
    ['who could be asked about nobody refuses nobody', { ...silent, askedAbout: [] }, 'silent'],
    [
      'nobody asks them about whom may never be told: who refuses all the others refuses them too',
      neverTelling('contact-2', afterSaying(refused('gp'), refused('contact-1'))),
      'refused',
    ],
    [
      'who agreed to somebody that may not be told any more has not refused everybody',
      neverTelling('contact-2', afterSaying(refused('gp'), refused('contact-1'), agreed('contact-2'))),
      'silent',
    ],
    ['of whom nobody may be told, nobody is refused', neverTelling('gp', { ...silent, askedAbout: ['gp'] }), 'silent'],
  ])('%s', (_, onRecord, answer) => {
    expect(answerAbout('police', onRecord)).toBe(answer);
  });

  test('who is of the plan is answered for alone, whatever was said of the others', () => {
    const others = afterSaying(refused('gp'), refused('contact-1'));
    expect(answerAbout('contact-2', { ...others, askedAbout: ['gp', 'contact-1'] })).toBe('silent');
  });
});

describe('at which tier, where none is asked for', () => {
  test.each<[string, RecipientName, CaseOnRecord, Tier]>([
    ['the one that the client agreed to', 'gp', afterSaying(agreed('gp', 'concern')), 'concern'],
    ['also where that is less than the plan permits', 'gp', afterSaying(agreed('gp', 'attention')), 'attention'],
    ['the one that the plan permits in an emergency', 'gp', silent, 'summary'],
    ['the same after a refusal', 'gp', afterSaying(refused('gp')), 'summary'],
    ['and after a withdrawal', 'gp', afterSaying(withdrawn('gp')), 'summary'],
    ['the least, where the plan permits none', 'contact-2', silent, 'attention'],
    ['the least, of an authority', 'police', silent, 'attention'],
    ['the least, without a plan', 'gp', { ...silent, plan: null }, 'attention'],
  ])('%s', (_, recipient, onRecord, tier) => {
    expect(factsOf(onRecord, recipient).tier).toBe(tier);
  });

  test('the one that is asked for comes before all of these', () => {
    expect(factsOf(afterSaying(agreed('gp', 'concern')), 'gp', 'attention').tier).toBe('attention');
  });
});

describe('what the plan permits in an emergency', () => {
  const permits = (recipient: RecipientName, tier: Tier, plan: Plan | null): boolean =>
    factsOf({ ...silent, plan }, recipient, tier).planPermission;
  const with1 = (emergency: Tier | null): Plan => ({
    ...complete,
    permissions: { ...complete.permissions, 'contact-1': permission(emergency) },
  });

  test.each<[string, boolean, RecipientName, Tier, Plan | null]>([
    ['its own tier', true, 'contact-1', 'concern', complete],
    ['what is less', true, 'contact-1', 'attention', complete],
    ['nothing that is more', false, 'contact-1', 'concern', with1('attention')],
    ['nothing where it says so', false, 'contact-2', 'attention', complete],
    ['never a summary to a contact', false, 'contact-1', 'summary', with1('summary')],
    ['a concern to a contact whom it would permit a summary', true, 'contact-1', 'concern', with1('summary')],
    ['a summary to the GP', true, 'gp', 'summary', complete],
    ['nothing to an authority', false, 'police', 'attention', complete],
    ['nothing where there is none', false, 'contact-1', 'attention', null],
  ])('%s', (_, permitted, recipient, tier, plan) => {
    expect(permits(recipient, tier, plan)).toBe(permitted);
  });

  test('nothing if it lacked anything when the case was opened', () => {
    expect(factsOf({ ...silent, lacks: ['homeAddress'] }, 'contact-1', 'concern').planPermission).toBe(false);
  });
});

test('what a person judged stands beside what is on record; where nobody judged, nothing is', () => {
  const judged: JudgedFacts = { ...nothingJudged, harmToOthers: true, atRisk: 'child' };
  expect(factsOf(silent, 'gp', 'concern', judged)).toEqual({
    ...judged,
    immediacy: 'immediate',
    answer: 'silent',
    recipient: 'gp',
    tier: 'concern',
    planPermission: true,
  });
  expect(factsOf({ ...silent, immediacy: 'watchful' }, 'gp')).toMatchObject({
    ...nothingJudged,
    immediacy: 'watchful',
  });
});

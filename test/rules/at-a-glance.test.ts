import { whatIsLawful, whatTheClientSaid } from '../../api/console/cases/at-a-glance';
import type { LawfulNow } from '../../records/urgent-care/what-is-lawful';

/** What one reads of a case before one opens it. domain.md §3.2, §3.4 */

const one = (given: Partial<LawfulNow>): LawfulNow => ({
  recipient: 'gp',
  tier: 'concern',
  row: null,
  result: 'refused',
  offers: [],
  answer: 'silent',
  mayBeTold: false,
  ...given,
});

test.each<[string, readonly Partial<LawfulNow>[]]>([
  ['The client was not asked.', [{ answer: 'not-asked' }]],
  ['The client has not answered.', [{ answer: 'silent' }, { recipient: 'contact-1', answer: 'not-asked' }]],
  ['The client agreed: the GP.', [{ answer: 'consented' }, { recipient: 'contact-1' }]],
  [
    'The client agreed: the GP and the first contact. Said no: the second contact.',
    [
      { answer: 'consented' },
      { recipient: 'contact-1', answer: 'consented' },
      { recipient: 'contact-2', answer: 'refused' },
    ],
  ],
  ['The client said no: the GP.', [{ answer: 'refused' }]],
])('the client: %s', (said, lawful) => {
  expect(whatTheClientSaid(lawful.map(one))).toBe(said);
});

test.each<[string, readonly Partial<LawfulNow>[]]>([
  ['Nobody may be told as it stands.', [{}, { recipient: 'contact-1' }]],
  ['You may tell the GP.', [{ mayBeTold: true, result: 'allowed' }, { recipient: 'contact-1' }]],
  [
    'You may tell the GP. If a second person approves it: the first contact. If the data protection officer releases it: the police.',
    [
      { mayBeTold: true, result: 'allowed' },
      { recipient: 'contact-1', result: 'needs-second-approval' },
      { recipient: 'police', result: 'needs-release' },
    ],
  ],
])('lawful: %s', (said, lawful) => {
  expect(whatIsLawful(lawful.map(one))).toBe(said);
});

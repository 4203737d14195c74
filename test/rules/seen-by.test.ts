import { type ClientFacts, registrationItems, seenBy } from '../../records/clients/seen-by';
import type { ClientWords } from '../../records/people';

/** What each sees of a client's record: every item of it, tried for every viewer. domain.md §2.7 */

const words: Required<ClientWords> = {
  firstName: 'first-name',
  lastName: 'last-name',
  username: 'user-name',
  mobile: 'a-mobile',
  email: 'an-email',
  birthDate: 'birth-date',
  country: 'a-country',
  safeContact: { sms: true, email: false },
  language: 'a-language',
  interpreter: 'an-interpreter',
  demographics: { religion: 'a-religion' },
  homeAddress: 'home-address',
  guardQuestion: 'guard-question',
  guardAnswer: 'guard-answer',
  sharing: { riskSummary: true, progressSummary: true },
};
const note = (writtenBy: string, text: string) => ({ id: `note-${text}`, at: '2026-11-02T09:00:00Z', writtenBy, text });
const facts: ClientFacts = {
  id: 'client-id',
  code: 'client-code',
  practitionerId: 'allocated-to',
  words,
  sharing: { riskSummary: true, progressSummary: true },
  riskSummary: 'risk-summary',
  progressSummary: 'progress-summary',
  events: [{ id: 'event-id', kind: 'booking-cancelled', at: '2026-11-02T09:00:00Z' }],
  notes: [note('dr', 'own-note'), note('another', 'note-of-another')],
};

const none = { riskSummary: false, progressSummary: false };
const practitioner = { kind: 'practitioner', staffId: 'dr' } as const;
const registrar = { kind: 'registrar' } as const;
const views = {
  agreedToAll: seenBy(practitioner, facts),
  agreedToRisk: seenBy(practitioner, { ...facts, sharing: { ...none, riskSummary: true } }),
  agreedToProgress: seenBy(practitioner, { ...facts, sharing: { ...none, progressSummary: true } }),
  agreedToNothing: seenBy(practitioner, { ...facts, sharing: none }),
  registrar: seenBy(registrar, facts),
} as const;
type View = keyof typeof views;
const everyPractitioner: readonly View[] = ['agreedToAll', 'agreedToRisk', 'agreedToProgress', 'agreedToNothing'];

test.each<[string, readonly View[]]>([
  ['client-id', [...everyPractitioner, 'registrar']],
  ['client-code', [...everyPractitioner, 'registrar']],
  ['first-name', [...everyPractitioner, 'registrar']],
  ['last-name', [...everyPractitioner, 'registrar']],
  ['user-name', [...everyPractitioner, 'registrar']],
  ['risk-summary', ['agreedToAll', 'agreedToRisk']],
  ['progress-summary', ['agreedToAll', 'agreedToProgress']],
  ['own-note', everyPractitioner],
  ['note-of-another', []],
  ['booking-cancelled', everyPractitioner],
  ['a-mobile', ['registrar']],
  ['an-email', ['registrar']],
  ['birth-date', ['registrar']],
  ['a-country', ['registrar']],
  ['a-language', ['registrar']],
  ['an-interpreter', ['registrar']],
  ['a-religion', ['registrar']],
  ['home-address', ['registrar']],
  ['"sms":true', ['registrar']],
  ['allocated-to', ['registrar']],
  ['"sharing"', ['registrar']],
  ['guard-question', []],
  ['guard-answer', []],
])('%s is seen by: %s', (item, by) => {
  const seeing = (Object.keys(views) as View[]).filter((view) => JSON.stringify(views[view]).includes(item));
  expect(seeing).toEqual(by);
});

test('no item of a registration is left untried above', () => {
  const shown = { ...words, ...Object.fromEntries(registrationItems.map((item) => [item, 'shown'])) };
  const left = Object.entries(shown).flatMap(([item, value]) => (value === 'shown' ? [] : [item]));
  expect(left.sort()).toEqual(['firstName', 'guardAnswer', 'guardQuestion', 'lastName', 'sharing', 'username']);
});

test('who agreed, and of whom nobody summed anything up, has a summary that is empty; who did not agree has none', () => {
  const unwritten = { ...facts, riskSummary: null, progressSummary: null };
  expect(seenBy(practitioner, unwritten)).toMatchObject({ riskSummary: null, progressSummary: null });
  expect(Object.keys(seenBy(practitioner, { ...unwritten, sharing: none }))).toEqual([
    'id',
    'code',
    'username',
    'firstName',
    'lastName',
    'notes',
    'events',
  ]);
});

test('a name that was not given is not there', () => {
  const nameless = { ...words, firstName: '', lastName: '', username: null };
  expect(seenBy(practitioner, { ...facts, words: nameless })).toMatchObject({
    username: null,
    firstName: null,
    lastName: null,
  });
});

import {
  type ContactFacts,
  type Line,
  problemsOf,
  type ReachabilityFacts,
} from '../../records/urgent-care/reachability/rules';

const at = new Date('2026-11-20T12:00:00Z');
const daysAgo = (days: number, ms = 0): Date => new Date(at.getTime() - days * 24 * 60 * 60_000 + ms);

const line = (changes: Partial<Line> = {}): Line => ({ isValid: true, lastEnd: null, failures: 0, ...changes });
const noMobile = line({ isValid: false });
const arrived = line({ lastEnd: { failedForGood: false, errorCode: null }, failures: 1 });
const failed = line({ lastEnd: { failedForGood: true, errorCode: '30005' }, failures: 1 });
const stopped = line({ lastEnd: { failedForGood: true, errorCode: '21610' }, failures: 1 });

const contact = (of: ContactFacts['of'], changes: Partial<ContactFacts> = {}): ContactFacts => ({
  of,
  mobile: line(),
  confirmedAt: daysAgo(1),
  ...changes,
});
const practitioner = { mobile: line(), somebodyElseOnDuty: true };
const client = { sms: line(), email: line() };

/** A plan that could be carried out today, but for these changes. */
const plan = (changes: Partial<ReachabilityFacts> = {}): ReachabilityFacts => ({
  lacks: [],
  client,
  contacts: [contact('contact-1'), contact('contact-2')],
  gp: [line(), line()],
  practitioner,
  ...changes,
});
const first = (changes: Partial<ContactFacts>): Partial<ReachabilityFacts> => ({
  contacts: [contact('contact-1', changes), contact('contact-2')],
});

test.each<[string, Partial<ReachabilityFacts>]>([
  ['where nothing stands in the way', {}],
  ['where the last message arrived, whatever failed before it', { client: { ...client, sms: arrived } }],
  ['where no SMS is safe for the client, and email is', { client: { sms: null, email: line() } }],
  ['where one of the two ways to the GP fails', { gp: [failed, line()] }],
  ['where whoever is never to be contacted is not in it', { contacts: [], gp: [] }],
  ['confirmed 90 days ago to the millisecond', first({ confirmedAt: daysAgo(90) })],
  ['where one message to a contact failed and a later one arrived', first({ mobile: arrived })],
])('a plan %s can be carried out', (_what, changes) => {
  expect(problemsOf(plan(changes), at)).toEqual([]);
});

test.each<[string, Partial<ReachabilityFacts>, readonly string[]]>([
  ['the client has no number that takes an SMS', { client: { ...client, sms: noMobile } }, ['client no-valid-mobile']],
  ['neither SMS nor email is safe for the client', { client: { sms: null, email: null } }, ['client no-valid-mobile']],
  ['the last SMS to the client failed', { client: { ...client, sms: failed } }, ['client message-failed-permanently']],
  ['a STOP came from the client’s number', { client: { ...client, sms: stopped } }, ['client opted-out-21610']],
  [
    'email alone is safe, and it fails',
    { client: { sms: null, email: failed } },
    ['client message-failed-permanently'],
  ],
  ['a contact has no number that takes an SMS', first({ mobile: noMobile }), ['contact-1 no-valid-mobile']],
  ['the last SMS to a contact failed', first({ mobile: failed }), ['contact-1 message-failed-permanently']],
  ['a STOP came from a contact’s number', first({ mobile: stopped }), ['contact-1 opted-out-21610']],
  ['a contact was never confirmed', first({ confirmedAt: null }), ['contact-1 unconfirmed']],
  [
    'a contact was confirmed a millisecond too long ago',
    first({ confirmedAt: daysAgo(90, -1) }),
    ['contact-1 unconfirmed'],
  ],
  ['two messages to a contact failed', first({ mobile: { ...arrived, failures: 2 } }), ['contact-1 two-failures']],
  [
    'the second contact is the trouble',
    { contacts: [contact('contact-1'), contact('contact-2', { mobile: stopped })] },
    ['contact-2 opted-out-21610'],
  ],
  ['every way to the GP fails', { gp: [failed, stopped] }, ['gp message-failed-permanently']],
  ['nobody treats the client', { practitioner: null }, ['practitioner no-cover']],
  [
    'nobody else is on duty',
    { practitioner: { ...practitioner, somebodyElseOnDuty: false } },
    ['practitioner no-cover'],
  ],
  [
    'the practitioner has no number that takes an SMS',
    { practitioner: { ...practitioner, mobile: noMobile } },
    ['practitioner no-valid-mobile'],
  ],
  ['the plan names no GP', { lacks: ['gp'], gp: [] }, ['gp plan-lacks']],
  [
    'the plan lacks two things of one contact',
    { lacks: ['contact-2.name', 'contact-2.relationship'] },
    ['contact-2 plan-lacks'],
  ],
  [
    'several things at once: each is named',
    { lacks: ['gp'], gp: [], client: { ...client, sms: stopped }, practitioner: null },
    ['gp plan-lacks', 'client opted-out-21610', 'practitioner no-cover'],
  ],
])('a plan cannot be carried out where %s', (_what, changes, problems) => {
  expect(problemsOf(plan(changes), at).map(({ of, problem }) => `${of} ${problem}`)).toEqual(problems);
});

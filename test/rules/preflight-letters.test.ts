import { englishPreflightLetters as letters } from '../../activities/messaging/letters/english';
import { inGsm7, smsParts } from '../../records/gsm7';

const gap = (from: string, to: string, tier: 'duty-clinician' | 'supervisor' = 'duty-clinician') => ({
  tier,
  from: new Date(from),
  to: new Date(to),
});
const facts = { senderName: 'Riverside', timeZone: 'Europe/London' };
const night = gap('2026-11-28T20:00:00Z', '2026-11-29T08:00:00Z');
const summerNight = gap('2026-07-18T19:00:00Z', '2026-07-19T07:00:00Z', 'supervisor');

test('a gap is told by the clock of the rota, summer time included', () => {
  expect(letters.rotaGaps('sms', { ...facts, gaps: [night] }).text).toBe(
    'Riverside: nobody is on call for one stretch of the next seven days, from Sat 28 Nov 20:00. Please fill the rota.',
  );
  expect(letters.rotaGaps('email', { ...facts, gaps: [night, summerNight] }).text).toContain(
    [
      'In the on-call rota nobody is on call for 2 stretches of the next seven days:',
      '',
      '- duty clinician: Sat 28 Nov 20:00 to Sun 29 Nov 08:00',
      '- supervisor: Sat 18 Jul 20:00 to Sun 19 Jul 08:00',
    ].join('\n'),
  );
});

test.each([
  ['one of their own', 1, 'reader', /^Riverside: one of your clients could not be reached today/],
  ['several of their own', 3, 'reader', /^Riverside: 3 of your clients could not be reached today/],
  ['one whom nobody treats', 1, 'nobody', /^Riverside: one client without a practitioner could not/],
  ['several whom nobody treats', 2, 'nobody', /^Riverside: 2 clients without a practitioner could not/],
] as const)('clients out of reach are counted, never named: %s', (_what, clients, treatedBy, text) => {
  expect(letters.unreachableClients('sms', { ...facts, clients, treatedBy }).text).toMatch(text);
});

test.each([
  [1, 'Riverside: one person in a plan was not told in time how their data are held.'],
  [12, 'Riverside: 12 people in plans were not told in time how their data are held.'],
])('%i who were not told how their data are held are counted, never named', (people, text) => {
  expect(letters.overdueNotices('sms', { ...facts, people }).text).toContain(text);
});

test('every SMS is one part of plain letters', () => {
  const texts = [
    letters.rotaGaps('sms', { ...facts, gaps: [night, ...Array.from({ length: 39 }, () => night)] }).text,
    letters.unreachableClients('sms', { ...facts, clients: 100, treatedBy: 'reader' }).text,
    letters.unreachableClients('sms', { ...facts, clients: 100, treatedBy: 'nobody' }).text,
    letters.overdueNotices('sms', { ...facts, people: 100 }).text,
  ];
  expect(texts.map((text) => ({ plain: inGsm7(text) === text, parts: smsParts(text) }))).toEqual(
    texts.map(() => ({ plain: true, parts: 1 })),
  );
});

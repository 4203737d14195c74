import { caseReviewPdf } from '../../api/console/cases/case-review-pdf';
import type { WholeCase } from '../../api/console/cases/review-files';
import { close, drawnText } from '../support/drawn-text';

/** A case on paper says, from its beginning to its end, who said, decided and was told what, and when. domain.md §3 */

const at = new Date('2026-11-23T09:30:00Z');
const dr = { id: 'd1', name: 'Dr Amara Obi' };
const message = {
  id: 'm1',
  channel: 'sms',
  status: 'delivered',
  at: at.toISOString(),
  possibleDuplicate: false,
} as const;
const whole: WholeCase = {
  takenOutAt: new Date('2027-02-01T12:00:00Z'),
  takenOutBy: 'Ruth Ellery',
  case: {
    client: { name: 'Jo Bellweather', location: null, callBackNumber: null },
    id: 'c1',
    clientId: 'p1',
    code: 'K7QX',
    status: 'closed',
    immediacy: 'significant',
    owner: dr.id,
    openedAt: at.toISOString(),
    closedAt: at.toISOString(),
    policyVersion: 1,
    lacks: ['gp', 'contact-1.isAdult'],
    checkpoint: null,
    checkpoints: [],
    recipients: [
      {
        recipient: 'gp',
        mandate: { kind: 'override', row: 4, tier: 'summary' },
        status: 'acting',
        messages: [message],
      },
    ],
    outcome: { kind: 'client-safe', note: 'We spoke.', by: dr.id, at: at.toISOString() },
    concern: 'Said goodbye in an odd way.',
    doneSoFar: '',
    about: null,
  },
  owner: dr.name,
  people: [{ recipient: 'gp', name: 'Dr Ines Calloway' }],
  answers: [{ at, recipient: 'gp', answer: 'refuse', tier: null, via: 'phone', heardBy: dr.name, withdrawnAt: null }],
  decisions: [{ at, by: dr.name, kind: 'override', recipients: ['gp'], note: 'They are a child.' }],
  proposals: [
    {
      decisionId: 'x1',
      what: 'override',
      approver: 'supervisor',
      row: 4,
      standing: 'approved',
      disclosures: [{ recipient: 'gp', tier: 'summary', answer: 'silent' }],
      proposedBy: dr,
      proposedAt: at,
      reason: 'They are a child.',
      answered: { by: 'Ruth Ellery', at, reason: 'I see no lesser way.' },
      alternativesConsidered: 'To wait until tomorrow.',
      facts: null,
    },
  ],
  mandates: [
    {
      ...{ recordedAt: at, recipient: 'gp', tier: 'summary', kind: 'override', row: 4, endedAt: null },
      ...{ article6: '6(1)(ea)', article9: '9(2)(g)', confidence: 'public interest' },
    },
  ],
  timeline: [
    {
      id: 't1',
      at: at.toISOString(),
      actor: { kind: 'staff', id: dr.id, name: dr.name },
      kind: 'x.y',
      text: 'Raised it.',
    },
  ],
};
const ours = { name: 'Riverside Talking Practice', timeZone: 'Europe/London' };

test.each([
  'Urgent care case K7QX',
  'Jo Bellweather. The case is closed.',
  'Opened Mon 23 Nov 09:30 2026',
  'The concern: Said goodbye in an odd way.',
  'The plan lacked: a GP, whether the first contact is an adult.',
  'The GP, Dr Ines Calloway: Is acting. By override, row 4, a summary of what happened. Text message: delivered',
  'The GP: no. Heard by Dr Amara Obi.',
  'Dr Amara Obi: Proposed an override (The GP). They are a child.',
  'Considered instead: To wait until tomorrow.',
  'It was approved. Ruth Ellery, Mon 23 Nov 09:30 2026: I see no lesser way.',
  'Article 6: 6(1)(ea). Article 9: 9(2)(g). Confidence: public interest.',
  'Dr Amara Obi: Raised it.',
  'What came of it: The client is safe. We spoke.',
  'taken out by Ruth Ellery, Mon 1 Feb 12:00 2027 · page 1 of 1',
])('it says: %s', async (words) => {
  expect(drawnText(await caseReviewPdf(whole, ours))).toContain(close(words));
});

test('a long story goes on to further pages, each with its number', async () => {
  const story = Array.from({ length: 200 }, (_, index) => ({ ...whole.timeline[0]!, id: `t${index}` }));
  const text = drawnText(await caseReviewPdf({ ...whole, timeline: story }, ours));
  expect(text).toMatch(/page1of(\d+).*page\1of\1$/);
});

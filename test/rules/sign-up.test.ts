import type { SignUpAct, WhatHappened } from '../../workflows/sign-up/contract';
import { nextStep, type SignUpStep } from '../../workflows/sign-up/rules';
import { afterSaying, applyAct, openingState, type SignUpState, statusOf } from '../../workflows/sign-up/state';
import { instruments, type SignUpStatus } from '../../workflows/sign-up/words';

/** domain.md §2: what a sign-up waits for, and what it says while it waits. */

const hour = 60 * 60_000;
const day = 24 * hour;
const registration = openingState({ instruments, withUrgentCarePlan: false });
const withPlan = openingState({ instruments, withUrgentCarePlan: true });

const having = (state: SignUpState, ...happenings: readonly WhatHappened[]): SignUpState =>
  happenings.reduce<SignUpState>(
    (before, what) => applyAct(before, { id: 'act', seq: before.actsSeen + 1, at: 0, ...what } as SignUpAct),
    state,
  );
const submitted = instruments.map((instrument) => ({ kind: 'assessment-submitted', instrument }) as const);
const signed: WhatHappened = { kind: 'consent-form-signed' };
const raised: WhatHappened = { kind: 'safety-raised', concernId: 'concern-1' };
const judged: WhatHappened = { kind: 'safety-judged', concernId: 'concern-1' };
const proposed: WhatHappened = { kind: 'allocation-proposed', allocationId: 'a-1', match: true };
const confirmed: WhatHappened = { kind: 'allocation-confirmed', allocationId: 'a-1', answerBy: 5 * day };

describe('what a sign-up waits for', () => {
  test.each<[string, SignUpState, readonly WhatHappened[], SignUpStatus]>([
    ['first the form', registration, [], 'awaiting-consent-form'],
    ['then the questions', registration, [signed], 'awaiting-assessment'],
    ['all of them', registration, [signed, ...submitted.slice(1)], 'awaiting-assessment'],
    ['then a practitioner', registration, [signed, ...submitted], 'allocating'],
    ['the plan before that, for urgent care', withPlan, [signed, ...submitted], 'planning-urgent-care'],
    ['no plan that was complete early', withPlan, [{ kind: 'plan-completed' }, signed, ...submitted], 'allocating'],
    [
      'a plan that was found to be needed',
      registration,
      [signed, ...submitted, { kind: 'plan-needed' }],
      'planning-urgent-care',
    ],
    [
      'no plan that a person no longer asks for',
      withPlan,
      [signed, ...submitted, { kind: 'plan-not-needed' }],
      'allocating',
    ],
    ['a person, after a safety answer', registration, [signed, submitted[0]!, raised], 'safety-conversation'],
    ['a person, although the form is missing', registration, [raised], 'safety-conversation'],
    [
      'what it waited for before, after the judgement',
      registration,
      [signed, submitted[0]!, raised, judged],
      'awaiting-assessment',
    ],
    ['the practitioner’s answer', registration, [signed, ...submitted, proposed, confirmed], 'awaiting-practitioner'],
    [
      'a person again, when a safety answer comes late',
      registration,
      [signed, ...submitted, proposed, confirmed, raised],
      'safety-conversation',
    ],
    [
      'a form again, when it was withdrawn',
      registration,
      [signed, ...submitted, { kind: 'consent-form-withdrawn' }],
      'awaiting-consent-form',
    ],
    ['nothing after it was left', registration, [signed, { kind: 'left' }, ...submitted], 'left'],
    ['nothing after it expired', registration, [{ kind: 'expired' }], 'expired'],
    [
      'the form again, when the link is renewed',
      registration,
      [{ kind: 'expired' }, { kind: 'link-renewed' }],
      'awaiting-consent-form',
    ],
    [
      'what it waited for, when whoever left comes back by a new link',
      registration,
      [signed, { kind: 'left' }, { kind: 'link-renewed' }],
      'awaiting-assessment',
    ],
    [
      'the form, when it was withdrawn after leaving',
      registration,
      [signed, { kind: 'left' }, { kind: 'consent-form-withdrawn' }, { kind: 'link-renewed' }],
      'awaiting-consent-form',
    ],
    [
      'nothing more, for whoever is enrolled',
      registration,
      [signed, ...submitted, { kind: 'enrolled' }, { kind: 'link-renewed' }],
      'enrolled',
    ],
  ])('%s', (_what, state, happenings, status) => {
    expect(statusOf(having(state, ...happenings))).toBe(status);
  });

  test('stages come in any order and twice, and end the same', () => {
    const inOrder = having(withPlan, signed, ...submitted, { kind: 'plan-completed' });
    const anyhow = having(
      withPlan,
      { kind: 'plan-completed' },
      signed,
      signed,
      ...[...submitted].reverse(),
      ...submitted,
    );
    expect(statusOf(anyhow)).toBe(statusOf(inOrder));
  });
});

/** Lets time pass in a sign-up in which nothing happens but what it says itself. */
function said(state: SignUpState, untilAt: number): readonly (readonly [hours: number, step: SignUpStep])[] {
  const all: (readonly [number, SignUpStep])[] = [];
  let [now, current] = [0, state];
  while (now <= untilAt && all.length < 50) {
    const step = nextStep(current, now);
    if (step.kind === 'wait') now = step.until;
    else {
      all.push([now / hour, step]);
      if (step.kind === 'expire') current = having(current, { kind: 'expired' });
      else if (step.kind === 'close') break;
      else current = afterSaying(current, current, now);
    }
  }
  return all;
}

describe('a client who has withdrawn the form', () => {
  const withdrawn: WhatHappened = { kind: 'consent-form-withdrawn' };
  const first = { kind: 'write-to-client', note: { kind: 'consent-form', reminder: false } };

  test('is not asked to sign again, and it is over two weeks later', () => {
    const steps = said(having(registration, signed, withdrawn), 30 * day);
    expect(steps[0]).toEqual([14 * 24, { kind: 'expire' }]);
  });

  test.each([
    ['while there is time', [signed, withdrawn, { kind: 'link-renewed' }]],
    ['after it was over', [signed, withdrawn, { kind: 'expired' }, { kind: 'link-renewed' }]],
  ] as const)('is asked again when they ask for a new link %s', (_when, happenings) => {
    expect(said(having(registration, ...happenings), 0)).toEqual([[0, first]]);
  });

  test('goes on with the questions when they have signed again', () => {
    const [step] = said(having(registration, signed, withdrawn, signed), 0);
    expect(step).toEqual([0, { kind: 'write-to-client', note: { kind: 'assessment', reminder: false } }]);
  });
});

describe('a client who does not answer', () => {
  test.each([
    ['consent-form', registration],
    ['assessment', having(registration, signed)],
  ] as const)(
    'is asked for the %s, reminded after 24 and 72 hours, and told that it is over after 14 days',
    (kind, state) => {
      expect(said(state, 30 * day)).toEqual([
        [0, { kind: 'write-to-client', note: { kind, reminder: false } }],
        [24, { kind: 'write-to-client', note: { kind, reminder: true } }],
        [72, { kind: 'write-to-client', note: { kind, reminder: true } }],
        [14 * 24, { kind: 'expire' }],
        [14 * 24, { kind: 'write-to-client', note: { kind: 'expired' } }],
        [14 * 24, { kind: 'close' }],
      ]);
    },
  );

  test.each([
    ['one millisecond before', -1, 'wait'],
    ['at', 0, 'write-to-client'],
  ])('%s 24 hours', (_when, offset, kind) => {
    const asked = afterSaying(registration, registration, 0);
    expect(nextStep(asked, day + offset).kind).toBe(kind);
  });

  test.each([
    ['one millisecond before', -1, 'wait'],
    ['at', 0, 'expire'],
  ])('%s two weeks', (_when, offset, kind) => {
    const reminded = [0, day, 3 * day].reduce((state, at) => afterSaying(state, state, at), registration);
    expect(nextStep(reminded, 14 * day + offset).kind).toBe(kind);
  });

  test('gets one message after a standstill, not all that were missed', () => {
    const asked = afterSaying(registration, registration, 0);
    const late = afterSaying(asked, asked, 5 * day);
    expect(nextStep(late, 5 * day)).toEqual({ kind: 'wait', until: 7 * day });
  });

  test('is asked from the beginning when the next thing is asked, or a new link', () => {
    const reminded = afterSaying(registration, registration, 0);
    for (const what of [signed, { kind: 'link-renewed' }] as const) {
      expect(nextStep(having(reminded, what), hour).kind).toBe('write-to-client');
    }
  });

  test('is not held to have been asked by a message about what came before', () => {
    const movedOn = having(registration, signed);
    expect(afterSaying(movedOn, registration, hour)).toBe(movedOn);
  });
});

describe('staff', () => {
  test('are asked daily, up the ladder, until somebody has seen to it', () => {
    const ask = 'complete-plan';
    expect(said(having(withPlan, signed, ...submitted), 2 * day)).toEqual([
      [0, { kind: 'ask-staff', ask, rung: 0 }],
      [24, { kind: 'ask-staff', ask, rung: 1 }],
      [48, { kind: 'ask-staff', ask, rung: 2 }],
    ]);
  });

  test('nobody is reminded of anything while a person talks to the client', () => {
    expect(nextStep(having(registration, signed, raised), 100 * day)).toEqual({ kind: 'wait', until: Infinity });
  });

  test('are asked to see to it where nobody suits', () => {
    const nobody = having(registration, signed, ...submitted, { ...proposed, match: false } as WhatHappened);
    expect(nextStep(nobody, 0)).toEqual({ kind: 'ask-staff', ask: 'no-match', rung: 0 });
  });
});

describe('the practitioner who is asked', () => {
  const answerBy = 5 * day;
  const asking = having(registration, signed, ...submitted, proposed, confirmed);

  test('is asked once, and passed over when the time to answer is up', () => {
    expect(said(asking, answerBy - 1)).toEqual([[0, { kind: 'ask-staff', ask: 'accept-client', rung: 0 }]]);
    const asked = afterSaying(asking, asking, hour);
    expect(nextStep(asked, hour)).toEqual({ kind: 'wait', until: answerBy });
  });

  test.each([
    ['one millisecond before', -1, 'wait'],
    ['at', 0, 'pass-over-practitioner'],
    ['one millisecond after', 1, 'pass-over-practitioner'],
  ])('%s the time to answer: %s', (_when, offset, kind) => {
    expect(nextStep(afterSaying(asking, asking, 0), answerBy + offset).kind).toBe(kind);
  });

  test('is followed by whoever is proposed next, about whom a person is asked from the beginning', () => {
    const next = having(afterSaying(asking, asking, 0), { ...proposed, allocationId: 'a-2' } as WhatHappened);
    expect(statusOf(next)).toBe('allocating');
    expect(nextStep(next, answerBy)).toEqual({ kind: 'ask-staff', ask: 'confirm-allocation', rung: 0 });
  });

  test('is not passed over while a person talks to the client about safety', () => {
    expect(nextStep(having(asking, raised), answerBy + day)).toEqual({ kind: 'wait', until: Infinity });
  });

  test('is asked anew, with time of their own, when that talk is over', () => {
    const anew: WhatHappened = { ...confirmed, answerBy: 9 * day } as WhatHappened;
    const resumed = having(afterSaying(asking, asking, 0), raised, judged, anew);
    expect(said(resumed, 8 * day)).toEqual([[0, { kind: 'ask-staff', ask: 'accept-client', rung: 0 }]]);
  });

  test('is forgotten when the client leaves or is too late: one who comes back is allocated anew', () => {
    for (const kind of ['left', 'expired'] as const)
      expect(having(asking, { kind }).allocation).toEqual({ kind: 'none' });
    for (const kind of ['left', 'expired'] as const)
      expect(statusOf(having(asking, { kind }, { kind: 'link-renewed' }))).toBe('allocating');
  });
});

test('how it ended is told once, then it closes', () => {
  const left = having(registration, { kind: 'left' });
  expect(said(left, day).map(([, { kind }]) => kind)).toEqual(['write-to-client', 'close']);
});

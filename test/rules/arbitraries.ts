import fc from 'fast-check';
import type { WhatHappened } from '../../workflows/urgent-care/contract';
import type { PinnedPolicy, PinnedStep } from '../../workflows/urgent-care/policy';
import { channels, immediacies, outcomeKinds, recipientNames } from '../../workflows/urgent-care/words';

/** Whatever people and vendors may do, and whatever policy an organisation may have. */

const minute = 60_000;
const minutes = (from: number, to: number): fc.Arbitrary<number> =>
  fc.integer({ min: from, max: to }).map((count) => count * minute);

const recipient = fc.constantFrom(...recipientNames);
const recipients = fc.uniqueArray(recipient, { minLength: 1, maxLength: 4 });
const outcome = fc.constantFrom(...outcomeKinds);

/** The record gives a proposal its id, and knows which one an answer is about. */
const whicheverWaits = fc.constant('whichever waits');

/** The heavier, the more often: a case that ends at its first act is soon told. */
export const anythingHappens: fc.Arbitrary<WhatHappened> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('proceed-decided' as const), recipients }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('client-answered' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('consent-withdrawn' as const), recipients }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('ask-again-decided' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('call-decided' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('client-not-reached' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('news-for-owner' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('acknowledged' as const),
      recipient,
      answer: fc.constantFrom('acknowledged' as const, 'acknowledged' as const, 'cannot' as const, 'acting' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('message-failed' as const),
      recipient,
      channel: fc.constantFrom('sms' as const, 'email' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('immediacy-raised' as const),
      immediacy: fc.constantFrom('immediate' as const, 'significant' as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('override-proposed' as const),
      decisionId: whicheverWaits,
      mayProceedUnapproved: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('override-approved' as const, 'override-proceeded' as const),
      decisionId: whicheverWaits,
      recipients,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'override-declined' as const,
        'proposal-fell' as const,
        'not-informing-approved' as const,
        'not-informing-declined' as const,
      ),
      decisionId: whicheverWaits,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stood-down' as const), outcome }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('outcome-recorded' as const), outcome }) },
);

export const anyImmediacy = fc.constantFrom(...immediacies);

const timing = fc.record({
  channels: fc.uniqueArray(fc.constantFrom(...channels), { minLength: 1 }),
  attempts: fc.integer({ min: 1, max: 4 }),
  everyMs: minutes(1, 10),
  acknowledgeWithinMs: minutes(1, 30),
  actWithinMs: minutes(1, 60),
  stopAfter: fc.constantFrom('first-acting' as const, 'first-acting' as const, 'all' as const),
});

/** Every recipient stands in one step or in none. */
const anySteps: fc.Arbitrary<readonly PinnedStep[]> = fc
  .tuple(
    fc.array(timing, { minLength: 1, maxLength: 3 }),
    fc.tuple(...recipientNames.map(() => fc.integer({ min: 0, max: 3 }))),
  )
  .map(([timings, places]) =>
    timings
      .map((ofStep, index) => ({ ...ofStep, recipients: recipientNames.filter((_name, n) => places[n] === index) }))
      .filter((step) => step.recipients.length > 0),
  );

export const anyPolicy: fc.Arbitrary<PinnedPolicy> = fc.record({
  version: fc.constant(1),
  clientWindowMs: fc.tuple(minutes(1, 10), minutes(0, 50), minutes(0, 600)).map(([immediate, more, evenMore]) => ({
    immediate,
    significant: immediate + more,
    watchful: immediate + more + evenMore,
  })),
  decision: fc.record({ remindAfterMs: minutes(1, 10), nextPersonAfterMs: minutes(1, 20) }),
  steps: anySteps,
  secondApproval: fc.record({ nextSupervisorAfterMs: minutes(1, 15), immediateMayProceedAfterMs: minutes(1, 40) }),
  nobodyActing: fc.record({ pageEveryMs: minutes(1, 20) }),
  gpIsTelephoned: fc.boolean(),
  aftercare: fc.record({ tellClientWithinMs: minutes(1, 240) }),
});
